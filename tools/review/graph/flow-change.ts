import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { comparisonOf } from "../workflows/comparison";
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
    const comparison = comparisonOf(machine);
    if (comparison === undefined) return [];
    const isNew = machine.before.kind !== "known";
    if (!isNew && comparison.isEqual) return [];
    const flows = flowsOf(comparison.before, comparison.after);
    const change = { ...flows, isNew, note: notesOnDefinition(machine) };
    return rules.flatMap((rule) => rule(change));
  });
}
