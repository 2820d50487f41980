import type { PlanObject } from "../../terraform/plan-value";
import type { Text } from "../text";
import type { Consequence } from "./row";

/** What the end of a resource means. */
export interface Loss {
  /** What people call it, such as `DynamoDB table`. */
  readonly noun: string;
  readonly destroyed: Consequence;
  readonly replaced: Consequence;
  /** What the resource's own settings add, such as a recovery window. */
  readonly notes?: (before: PlanObject) => readonly Text[];
}

/** By type of resource. */
export type Losses = Readonly<Record<string, Loss>>;
