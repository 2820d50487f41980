import { isDeepStrictEqual } from "node:util";
import { normalised } from "../../../asl/normalise";
import type { AslObject } from "../../../asl/states";
import type { MachineChange } from "../machines";
import { compare, type Pair } from "./compare";

/** Both definitions of a machine in one spelling, and what differs between them. */
export interface Comparison {
  /** An empty object for a machine without a known definition before. */
  readonly before: AslObject;
  readonly after: AslObject;
  readonly isEqual: boolean;
  /** Empty if they are equal. */
  readonly pairs: readonly Pair[];
}

const known = new WeakMap<MachineChange, Comparison>();

/** Compares the definitions of a machine, once for all who ask. Undefined if the present definition is not known. */
export function comparisonOf(machine: MachineChange): Comparison | undefined {
  const comparison = known.get(machine) ?? newComparison(machine);
  if (comparison !== undefined) known.set(machine, comparison);
  return comparison;
}

function newComparison({ before: old, after: now }: MachineChange): Comparison | undefined {
  if (now.kind !== "known") return undefined;
  const [before, after] = [old.kind === "known" ? normalised(old.asl) : {}, normalised(now.asl)];
  const isEqual = isDeepStrictEqual(before, after);
  return { before, after, isEqual, pairs: isEqual ? [] : compare(before, after) };
}
