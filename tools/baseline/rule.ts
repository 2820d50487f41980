import type { Resource } from "./model/resource";
import type { Stack } from "./model/stack";

/** What every resource of some types must be, and why. */
export interface Rule {
  /** Subject and property: the name of its file, and what a waiver names. */
  readonly id: string;
  /** Rules of the scanners in the catalogue that ask for this; none where it is the project's own. */
  readonly scannerIds: readonly string[];
  /** Types of resources that are judged, such as `aws_sqs_queue`; those of data sources begin with `data.`. */
  readonly types: readonly string[];
  /** What may happen to who breaks it, as a sentence without its full stop. */
  readonly reason: string;
  /** What to write, as a sentence without its full stop. */
  readonly fix: string;
  /** Where the rule can be judged only, since a plan does not hold what it reads; left out, anywhere. */
  readonly judgedOn?: "synthesis";
  /** What is wrong with a resource, a text for each thing. One that throws has found something wrong, too. */
  check(resource: Resource, stack: Stack): Iterable<string> | Promise<Iterable<string>>;
}
