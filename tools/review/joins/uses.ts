import { type AslObject, isDistributedMap, isTask, type PlacedState, statesOf } from "../../../asl/states";
import type { Named } from "./named";
import { namedBy } from "./named";
import type { Need } from "./needs/call";
import { needsOfDistributedMap } from "./needs/distributed-map";
import { needsOfTask } from "./needs/task";
import type { Place } from "./place";

/** What one state of a definition uses. */
export interface StateUse {
  /** Such as `Items > Charge`. */
  readonly path: string;
  readonly state: AslObject;
  readonly needs: readonly Need[];
  readonly named: ReadonlySet<Named>;
}

/** What the states of a definition use, from its text alone. */
export async function usesOf(place: Place, definition: AslObject): Promise<readonly StateUse[]> {
  return await Promise.all(
    statesOf(definition).map(async (placed) => ({
      path: pathOf(placed),
      state: placed.state,
      needs: await needsOf(place, placed),
      named: namedBy(place, placed.state),
    })),
  );
}

async function needsOf(place: Place, placed: PlacedState): Promise<readonly Need[]> {
  if (isDistributedMap(placed)) return needsOfDistributedMap(place, placed.state);
  return isTask(placed) ? await needsOfTask(place, placed.state) : [];
}

/** The name of a state after those of the Maps and Parallels around it. */
export function pathOf({ name, enclosing }: PlacedState): string {
  return [...enclosing.map((outer) => outer.name).reverse(), name].join(" > ");
}
