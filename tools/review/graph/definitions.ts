import { isSameValue, revealed } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Definition, MachineChange } from "../machines";
import type { Subject } from "../subject";
import { say } from "../text";
import { notesOn, notesOnDefinition } from "./note";

/** Definitions that cannot be read, or must not be shown. The review of the plan says which are known only after the apply. */
export function examineDefinitions({ machines }: Subject): Finding[] {
  return machines.flatMap((machine) => {
    const { change, before, after } = machine;
    if (change.kind === "no-op" || change.kind === "read") return [];
    if (after.kind === "invalid" && revealed(change.after?.definition ?? null) === null) return [missing(machine)];
    if (isSameValue(change.before?.definition, change.after?.definition)) {
      return isHidden(before) === isHidden(after) ? [] : sensitive(machine);
    }
    if (after.kind === "invalid") return [invalid(machine, after.problem)];
    if (after.kind === "known" && before.kind === "invalid") return [uncompared(machine), ...sensitive(machine)];
    return sensitive(machine);
  });
}

function isHidden(definition: Definition): boolean {
  return "isSensitive" in definition && definition.isSensitive;
}

function missing(machine: MachineChange): Finding {
  return notesOn(machine)(
    "attention",
    "definition-missing",
    say`The definition is unknown: the plan does not contain it, as in a redacted plan. Review the whole plan.`,
  );
}

function uncompared(machine: MachineChange): Finding {
  return notesOn(machine)(
    "attention",
    "definition-uncompared",
    say`The former definition is unknown or not JSON, so what changes in it could not be compared. Review the whole new definition.`,
  );
}

function invalid(machine: MachineChange, problem: string): Finding {
  return notesOnDefinition(machine)(
    "dangerous",
    "definition-invalid",
    say`The definition is invalid: ${problem} AWS refuses it, so the apply fails here, after other changes of the plan.`,
  );
}

function sensitive(machine: MachineChange): Finding[] {
  const { before, after } = machine;
  if (after.kind !== "known" || !(after.isSensitive || (before.kind === "known" && before.isSensitive))) return [];
  return [
    notesOn(machine)(
      "attention",
      "definition-sensitive",
      say`The definition is sensitive: its changes are reviewed, but nothing of it is shown.`,
    ),
  ];
}
