import { isPlanList, type PlanValue } from "../../terraform/plan-value";
import { say, Text } from "../text";
import { isEmpty } from "./difference";
import type { Consequence, Judge, Sides } from "./row";
import { counted } from "./show";

/** Values that switch something on; any other switches it off. */
const ON = ["true", "enabled", "active", "running", "on", "required"];

/** Judges a switch. `absent` is what AWS does where the value is missing; `absentBefore` where it was missing. */
export function flag({
  on,
  off,
  absent = false,
  absentBefore = absent,
}: {
  readonly on?: Consequence;
  readonly off?: Consequence;
  readonly absent?: boolean;
  readonly absentBefore?: boolean;
}): Judge {
  return (before, after) => {
    const [was, is] = [isOn(before, absentBefore), isOn(after, absent)];
    const consequence = is ? on : off;
    if (was === is || consequence === undefined) return undefined;
    return { ...consequence, verb: is ? "is turned on" : "is turned off" };
  };
}

function isOn(value: PlanValue | undefined, absent: boolean): boolean {
  return value === undefined || isEmpty(value) ? absent : ON.includes(String(value).toLowerCase());
}

/** A number with a meaning of its own, such as -1 for no limit. `as` is where it ranks among the others. */
interface Special {
  readonly means: string;
  readonly as: number;
}

/**
 * Judges an amount. `absent` is the number that a missing value is equal to; without one, a value that appears or
 * disappears is not judged. `to` goes first: it judges by the new number alone.
 */
export function amount({
  unit = "",
  absent,
  special = {},
  lowered,
  raised,
  to = {},
}: {
  readonly unit?: string;
  readonly absent?: number;
  readonly special?: Readonly<Record<number, Special>>;
  readonly lowered?: Consequence;
  readonly raised?: Consequence;
  readonly to?: Readonly<Record<number, Consequence>>;
}): Judge {
  return (before, after) => {
    const [was, is] = [numberOf(before, absent), numberOf(after, absent)];
    if (was === undefined || is === undefined) return undefined;
    const [from, upTo] = [special[was]?.as ?? was, special[is]?.as ?? is];
    if (from === upTo) return undefined;
    const consequence = to[is] ?? (upTo < from ? lowered : raised);
    if (consequence === undefined) return undefined;
    const verb = upTo < from ? "is lowered" : "is raised";
    return { ...consequence, verb, shown: [value(before, was), value(after, is)] };
  };

  function value(given: PlanValue | undefined, number: number): Text {
    const means = special[number]?.means;
    if (means === undefined) return say`${Number.isFinite(number) ? counted(number, unit) : String(number)}`;
    const written = given === undefined || isEmpty(given) ? "none" : String(number);
    return new Text([written === "none" ? `none (${means})` : `${written} (${means})`]);
  }
}

function numberOf(value: PlanValue | undefined, absent: number | undefined): number | undefined {
  if (value === undefined || isEmpty(value)) return absent;
  const number = Number(value);
  return (typeof value === "number" || typeof value === "string") && !Number.isNaN(number) ? number : undefined;
}

/** Judges whether something is there: a reference, a block, a list. */
export function presence({
  added,
  removed,
  changed,
}: {
  readonly added?: Consequence;
  readonly removed?: Consequence;
  readonly changed?: Consequence;
}): Judge {
  return (before, after) => {
    const [was, is] = [before !== undefined && !isEmpty(before), after !== undefined && !isEmpty(after)];
    if (was && is) return changed && { ...changed, verb: "changes" };
    if (is) return added && { ...added, verb: "is added" };
    return removed && { ...removed, verb: "is removed" };
  };
}

/** Judges a new resource more mildly: nothing that ran depends on it yet. */
export function milderIfNew(judge: Judge): Judge {
  return (before, after, sides) => {
    const outcome = judge(before, after, sides);
    const isMilder = outcome?.level === "dangerous" && sides.before === undefined;
    return isMilder ? { ...outcome, level: "attention" } : outcome;
  };
}

/** Judges any change alike. */
export function anyChange(consequence: Consequence): Judge {
  return presence({ added: consequence, removed: consequence, changed: consequence });
}

/** Judges a list by what it loses. */
export function members({
  emptied,
  lost,
  gained,
}: {
  readonly emptied: Consequence;
  readonly lost: Consequence;
  readonly gained: Consequence;
}): Judge {
  return (before, after) => {
    const [was, is] = [textsOf(before), textsOf(after)];
    if (is.length === 0) return { ...emptied, verb: "is emptied" };
    if (was.some((item) => !is.includes(item))) return { ...lost, verb: "loses a member" };
    return is.some((item) => !was.includes(item)) ? { ...gained, verb: "gains a member" } : undefined;
  };
}

/** The members of a list, as texts. */
export function textsOf(value: PlanValue | undefined): readonly string[] {
  return isPlanList(value) ? value.map(String) : [];
}

/**
 * Judges a choice by its new value; `other` judges every other new value. A missing value is `absent`, and
 * `absentBefore` in a resource that is new, which is judged only if the choice is dangerous.
 */
export function choice(
  values: Readonly<Record<string, Consequence>>,
  {
    other,
    absent = "",
    absentBefore = absent,
  }: { readonly other?: Consequence; readonly absent?: string; readonly absentBefore?: string } = {},
): Judge {
  return (before, after, sides) => {
    const isNew = sides.before === undefined;
    const is = after === undefined || isEmpty(after) ? absent : String(after);
    const was = before === undefined || isEmpty(before) ? (isNew ? absentBefore : absent) : String(before);
    const consequence = was === is ? undefined : Object.hasOwn(values, is) ? values[is] : other;
    if (consequence === undefined || (isNew && consequence.level !== "dangerous")) return undefined;
    return { ...consequence, verb: isNew ? "is set" : "changes" };
  };
}

/** Judges a choice whose values have an order, the weakest first. Values of no known rank count as changed. */
export function ranked(
  order: readonly string[],
  {
    weaker,
    stronger,
    changed,
  }: { readonly weaker: Consequence; readonly stronger: Consequence; readonly changed: Consequence },
): Judge {
  return (before, after) => {
    const [was, is] = [order.indexOf(String(before)), order.indexOf(String(after))];
    if (was < 0 || is < 0) return { ...changed, verb: "changes" };
    return is < was ? { ...weaker, verb: "is weakened" } : { ...stronger, verb: "is strengthened" };
  };
}

/** Judges with the first judge whose condition on the resource holds. */
export function when(condition: (sides: Sides) => boolean, judge: Judge, otherwise?: Judge): Judge {
  return (before, after, sides) => (condition(sides) ? judge(before, after, sides) : otherwise?.(before, after, sides));
}

/** Judges with the first of several that has something to say. */
export function firstOf(...judges: readonly Judge[]): Judge {
  return (before, after, sides) => {
    for (const judge of judges) {
      const outcome = judge(before, after, sides);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  };
}
