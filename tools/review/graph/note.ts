import type { Finding, Level } from "../finding";
import type { MachineChange } from "../machines";
import { Text } from "../text";

/** Makes a finding on one state machine. */
export type Note = (
  level: Level,
  rule: string,
  text: Text,
  more?: { readonly state?: { readonly path: string } | undefined; readonly details?: readonly Text[] },
) => Finding;

/** Notes on the definition of a machine. They show nothing of a sensitive one but our own words. */
export function notesOnDefinition(machine: MachineChange): Note {
  const isSensitive = [machine.before, machine.after].some((side) => "isSensitive" in side && side.isSensitive);
  const note = notesOn(machine);
  if (!isSensitive) return note;
  return (level, rule, text, { details = [] } = {}) =>
    note(level, rule, text.redacted(), { details: details.map((detail) => detail.redacted()) });
}

/** Notes on the resource. */
export function notesOn({ plan, change }: Pick<MachineChange, "plan" | "change">): Note {
  return (level, rule, text, { state, details = [] } = {}) => ({
    level,
    rule,
    section: "workflows",
    plan,
    address: change.address,
    ...(state !== undefined && { state: state.path }),
    text,
    ...(details.length > 0 && { details }),
  });
}

/** Where a claim about AWS comes from. */
export function source(url: string): Text {
  return new Text([`Source: ${url}`]);
}
