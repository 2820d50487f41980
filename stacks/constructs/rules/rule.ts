import type { PlacedState } from "../../../asl/states";
import type { Substitutions } from "../placeholders";

/** A workflow as rules see it: a parsed definition with placeholders. */
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
  /** The state's name. Left out if no state is at fault. */
  readonly state?: string;
  /** What is wrong: a sentence without its full stop. */
  readonly wrong: string;
  /** How to fix it: a sentence without its full stop. */
  readonly fix: string;
}

/** A condition for deploying a definition, and the reason for it. */
export interface Rule {
  /** The name that waivers use. */
  readonly id: string;
  /** What happens if the rule is broken. */
  readonly reason: string;
  /** AWS's documentation of that. */
  readonly link: string;
  /** Whether AWS accepts a definition that breaks the rule. */
  readonly isWaivable: boolean;
  check(workflow: CheckedWorkflow): Iterable<Finding>;
}
