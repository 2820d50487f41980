import { isDeepStrictEqual } from "node:util";
import { normalised } from "../../../asl/normalise";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { type Flow, flowsOf } from "./flow";
import { type Note, notesOnDefinition } from "./note";

/** A definition that changes, or comes into being, as paths. */
export interface FlowChange {
  /** Without states for a new machine. */
  readonly before: Flow;
  readonly after: Flow;
  readonly isNew: boolean;
  readonly note: Note;
}

/** Applies rules to each definition that changes and is known after it. */
export function examineFlows(
  { machines }: Subject,
  rules: readonly ((change: FlowChange) => readonly Finding[])[],
): Finding[] {
  return machines.flatMap((machine) => {
    const { before, after } = machine;
    if (after.kind !== "known") return [];
    const isNew = before.kind !== "known";
    const [old, now] = [isNew ? {} : normalised(before.asl), normalised(after.asl)];
    if (!isNew && isDeepStrictEqual(old, now)) return [];
    const change = { ...flowsOf(old, now), isNew, note: notesOnDefinition(machine) };
    return rules.flatMap((rule) => rule(change));
  });
}
