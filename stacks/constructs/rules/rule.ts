import type { PlacedState } from "../../../asl/states";
import type { Substitutions } from "../placeholders";

/** A workflow as rules see it: its definition parsed, its values not yet put in. */
export interface CheckedWorkflow {
  /** For messages, such as `workflows/order-intake.asl.json`. */
  readonly file: string;
  readonly type: WorkflowType;
  readonly definition: Readonly<Record<string, unknown>>;
  /** Every state, outer ones before those inside. */
  readonly states: readonly PlacedState[];
  readonly substitutions: Substitutions;
}

export type WorkflowType = "EXPRESS" | "STANDARD";

/** Something in a definition that must not be deployed. */
export interface Finding {
  /** Name of the state; left out where none is at fault. */
  readonly state?: string;
  /** What is wrong, as a sentence without its full stop. */
  readonly wrong: string;
  /** What to do about it, as a sentence without its full stop. */
  readonly mend: string;
}

/** What a definition must be to be deployed, and why. */
export interface Rule {
  /** By which a waiver names it. */
  readonly id: string;
  /** What happens to who breaks it. */
  readonly reason: string;
  /** Where AWS tells of that. */
  readonly link: string;
  /** Whether a definition can be deployed at all that breaks it. */
  readonly isWaivable: boolean;
  check(workflow: CheckedWorkflow): Iterable<Finding>;
}
