import type { Resource } from "./model/resource";
import type { Stack } from "./model/stack";

/** Returns what is wrong with a resource, one text for each fault; a text is a sentence without its full stop. */
export type Check = (resource: Resource, stack: Stack) => string[];

/** What every resource of some types must be, and why. */
export interface Rule {
  /** Subject and property, such as `bucket-versioning`: the name that a waiver uses. */
  readonly id: string;
  /** The scanners' rules in the catalogue that this rule covers; empty for a rule of this project's own. */
  readonly scannerIds: readonly string[];
  /** Types of the resources to judge, such as `aws_sqs_queue`; those of data sources begin with `data.`. */
  readonly types: readonly string[];
  /** What can happen when the rule is broken, as a sentence without its full stop. */
  readonly reason: string;
  /** What to write instead, as a sentence without its full stop. */
  readonly fix: string;
  /** Set when only the synthesized JSON holds what the rule reads, so that it cannot judge a plan. */
  readonly judgedOn?: "synthesis";
  /** A check that throws counts as a finding. */
  readonly check: Check | ((...of: Parameters<Check>) => Promise<string[]>);
}
