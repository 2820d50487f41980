import { type AslObject, statesOf } from "../../../asl/states";
import type { Finding } from "../finding";
import type { MachineChange } from "../machines";
import type { Subject } from "../subject";
import { say, type Text } from "../text";
import { type Comparison, comparisonOf } from "./comparison";
import { label } from "./sites";
import { describeState } from "./words/fields";
import { describeMachine, type MachineRemark } from "./words/machines";
import type { Remark } from "./words/remark";

/** Compares the definitions of each state machine, state by state, and says each change in words. */
export function examineDefinitions({ machines }: Subject): Finding[] {
  return machines.flatMap(changesOf);
}

function changesOf(machine: MachineChange): Finding[] {
  const { plan, change, before, after } = machine;
  const comparison = comparisonOf(machine);
  if (before.kind !== "known" || after.kind !== "known" || comparison === undefined) return [];
  const isSensitive = before.isSensitive || after.isSensitive;
  return remarksOn(comparison).map(
    ({ state, ...remark }): Finding => ({
      ...(isSensitive ? redacted(remark) : remark),
      section: "workflows",
      plan,
      address: change.address,
      ...(state !== undefined && !isSensitive && { state }),
    }),
  );
}

function remarksOn({ before, after, pairs }: Comparison): MachineRemark[] {
  const whereabouts = { before: placesIn(before), after: placesIn(after) };
  return pairs.flatMap((pair) =>
    pair.kind === "machine"
      ? describeMachine(pair, whereabouts)
      : describeState(pair).map((remark) => ({ ...remark, state: label(pair.after) })),
  );
}

function redacted({ level, rule, text, details = [] }: Remark): Remark {
  const hide = (given: Text) => given.redacted();
  return { level, rule, text: say`${hide(text)} (the definition is sensitive)`, details: details.map(hide) };
}

/** Where each state is, such as `Items > Charge`, by its name, which is unique in a valid definition. */
function placesIn(definition: AslObject): Map<string, string> {
  return new Map(
    statesOf(definition).map(({ name, enclosing }) => {
      const path = [name, ...enclosing.map((each) => each.name)].reverse();
      return [name, path.join(" > ")];
    }),
  );
}
