import type { PlanObject, PlanValue } from "../../terraform/plan-value";
import type { Level } from "../finding";
import { Text } from "../text";

/** How bad something is, and what it does, as the end of a sentence. */
export interface Consequence {
  readonly level: Level;
  readonly words: Text;
}

/** What became of an attribute. */
export interface Outcome extends Consequence {
  /** Such as `is lowered`. */
  readonly verb: string;
  /** The two values if they need more than themselves, such as a unit. */
  readonly shown?: readonly [before: Text, after: Text];
}

/** Both sides of the resource that an attribute belongs to; undefined where it does not exist. */
export interface Sides {
  readonly before: PlanObject | undefined;
  readonly after: PlanObject | undefined;
}

/**
 * Judges the two values of an attribute, which differ. Undefined leaves the change to the rules for its parts, and in
 * the end to the list of what else changes.
 */
export type Judge = (before: PlanValue | undefined, after: PlanValue | undefined, sides: Sides) => Outcome | undefined;

/** A rule on the change of an attribute. */
export interface Row {
  /** The finding's stable name. */
  readonly rule: string;
  /** The attributes it judges: the resource's type, a dot, and the path without indexes. A last part `*` is any name. */
  readonly at: readonly string[];
  readonly judge: Judge;
  /** Whether it judges all blocks of its name together, instead of each by itself. */
  readonly isWhole?: boolean;
  /** What a value means that is known only after the apply. Without it, nobody can say yet whether the change weakens something. */
  readonly unknown?: Consequence;
  /** Whether it judges a new resource too, as a change from nothing. */
  readonly isForNew?: boolean;
  /** Where AWS or the provider says so. */
  readonly source: string;
}

export function dangerous(words: string): Consequence {
  return { level: "dangerous", words: new Text([words]) };
}

export function attention(words: string): Consequence {
  return { level: "attention", words: new Text([words]) };
}

export function safe(words: string): Consequence {
  return { level: "safe", words: new Text([words]) };
}
