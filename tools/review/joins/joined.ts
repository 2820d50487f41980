import { type PlanValue, Sensitive } from "../../terraform/plan-value";
import type { Definition, MachineChange } from "../machines";
import type { Subject } from "../subject";
import { type Place, placeOf } from "./place";
import { type StateUse, usesOf } from "./uses";

/** A state machine with what its definitions use. */
export interface Joined {
  readonly machine: MachineChange;
  readonly place: Place;
  /** By the former definition; undefined if there is none, or it cannot be read. */
  readonly before: readonly StateUse[] | undefined;
  /** By the new definition; undefined if there is none, or it is not known. */
  readonly after: readonly StateUse[] | undefined;
  /** What executions that run during the apply still use; undefined if there are none, or the plan ends them. */
  readonly running: readonly StateUse[] | undefined;
  /** An Express execution ends within five minutes, a Standard one within a year. Source:
   * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
  readonly isExpress: boolean;
}

export async function joinedOf({ machines }: Subject): Promise<readonly Joined[]> {
  return await Promise.all(
    machines
      .filter(({ change }) => change.deposed === undefined)
      .map(async (machine) => {
        const place = placeOf(machine);
        const { kind, before: resource } = machine.change;
        const [before, after] = await Promise.all([readUses(place, machine.before), readUses(place, machine.after)]);
        const goesOn = kind !== "destroy" && kind !== "replace";
        return {
          machine,
          place,
          before,
          after,
          running: goesOn ? before : undefined,
          isExpress: resource?.type === "EXPRESS",
        };
      }),
  );
}

async function readUses(place: Place, definition: Definition): Promise<readonly StateUse[] | undefined> {
  return definition.kind === "known" ? await usesOf(place, definition.asl) : undefined;
}

/** What a definition says, to be printed: sensitive if the definition is. */
export function shown({ machine: { before, after } }: Joined, value: string): PlanValue {
  const isSensitive = [before, after].some((each) => "isSensitive" in each && each.isSensitive);
  return isSensitive ? new Sensitive(value) : value;
}
