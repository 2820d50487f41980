import { normalised } from "../../../asl/normalise";
import { type AslObject, statesOf } from "../../../asl/states";
import type { Finding } from "../finding";
import type { MachineChange } from "../machines";
import type { Subject } from "../subject";
import { say, type Text } from "../text";
import { compare } from "./compare";
import { label } from "./sites";
import { describeState } from "./words/fields";
import { describeMachine } from "./words/machines";
import type { Remark } from "./words/remark";

/** Compares the definitions of each state machine, state by state, and says each change in words. */
export function examineDefinitions({ machines }: Subject): Finding[] {
  return machines.flatMap(changesOf);
}

function changesOf({ plan, change, before, after }: MachineChange): Finding[] {
  if (before.kind !== "known" || after.kind !== "known") return [];
  const isSensitive = before.isSensitive || after.isSensitive;
  const [old, now] = [normalised(before.asl), normalised(after.asl)];
  const whereabouts = { before: placesIn(old), after: placesIn(now) };
  return compare(old, now).flatMap((pair) => {
    const remarks =
      pair.kind === "machine"
        ? describeMachine(pair, whereabouts)
        : describeState(pair).map((remark) => ({ ...remark, state: label(pair.after) }));
    return remarks.map(
      ({ state, ...remark }): Finding => ({
        ...(isSensitive ? redacted(remark) : remark),
        section: "workflows",
        plan,
        address: change.address,
        ...(state !== undefined && !isSensitive && { state }),
      }),
    );
  });
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
