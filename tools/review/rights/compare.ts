import { groupBy } from "../../support/group-by";
import { type Action, actionsOf } from "./actions";
import { type Conditions, exists } from "./contexts";
import { ANYTHING, type Atom, atomsIn, type Glob, matches } from "./glob";
import type { Matcher, Rule } from "./rule";

/** How a right comes about that was not there. */
export type Cause =
  /** No statement allowed it. */
  | "new"
  /** A statement allowed it under conditions that are now weaker. */
  | "condition"
  /** A statement allowed it, and another one denied it. */
  | "deny";

/** Rights that one side of a comparison has and the other lacks, by the statement that gives them. */
export interface Difference {
  /** The Allow statement. */
  readonly rule: Rule;
  readonly cause: Cause;
  /** The principals and the resources as the statement writes them. */
  readonly who: string;
  readonly what: string;
  /** The actions as the statement writes them. */
  readonly written: readonly string[];
  readonly actions: readonly Action[];
  /** Statements of the other side that allow the same actions, perhaps on other resources or under other conditions. */
  readonly others: readonly Rule[];
  /** Whether the other side has part of what the statement gives. */
  readonly isPartial: boolean;
}

/**
 * The rights that `to` gives and `from` does not: actions, principals, resources and contexts that an Allow of `to`
 * covers and no Deny of it, except those that `from` allows likewise.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export async function gained(from: readonly Rule[], to: readonly Rule[]): Promise<Difference[]> {
  const all = [...from, ...to];
  const actions = await actionsOf(all.flatMap((rule) => rule.actions.patterns));
  const matching = new Map(actions.map((action) => [action, all.map((rule) => covers(rule.actions, action.word))]));
  const groups = groupBy(actions, (action) => (matching.get(action) ?? []).map(Number).join(""));
  const found = new Map<string, Difference>();
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const active = all.map((rule, index) => ({ rule, isTo: index >= from.length, on: matching.get(first)?.[index] }));
    const on = active.filter((each) => each.on === true);
    const its = on.filter(({ isTo }) => isTo).map(({ rule }) => rule);
    const others = on.filter(({ isTo }) => !isTo).map(({ rule }) => rule);
    for (const rule of its.filter(({ effect }) => effect === "Allow")) {
      for (const { who, what, cause, isPartial } of gainedBy(rule, its, others)) {
        const key = [to.indexOf(rule), cause, who, what].join("\0");
        const known = found.get(key);
        found.set(key, {
          rule,
          cause,
          who,
          what,
          written: [...new Set([...(known?.written ?? []), ...writtenOf(rule, group)])],
          actions: [...(known?.actions ?? []), ...group],
          others: [...new Set([...(known?.others ?? []), ...others.filter(({ effect }) => effect === "Allow")])],
          isPartial: isPartial || known?.isPartial === true,
        });
      }
    }
  }
  return [...found.values()].map((difference) => ({
    ...difference,
    isPartial: difference.isPartial || difference.others.some(({ effect }) => effect === "Allow"),
  }));
}

interface Place {
  readonly who: string;
  readonly what: string;
  readonly cause: Cause;
  readonly isPartial: boolean;
}

/** Where a statement gives a right to some actions that the others do not give. */
function gainedBy(rule: Rule, its: readonly Rule[], others: readonly Rule[]): Place[] {
  const rules = [...its, ...others];
  return domainsOf(rule.who, "NotPrincipal").flatMap((who) =>
    domainsOf(rule.what, "NotResource").flatMap((what) => {
      const causes = new Map<Cause, boolean>();
      let isWhole = true;
      for (const person of atomsIn(
        who.pattern,
        rules.flatMap((each) => each.who.patterns),
      )) {
        if (!fits(rule.who, person)) continue;
        for (const thing of atomsIn(
          what.pattern,
          rules.flatMap((each) => each.what.patterns),
        )) {
          if (!fits(rule.what, thing)) continue;
          const here = (list: readonly Rule[]) =>
            list.filter((each) => fits(each.who, person) && fits(each.what, thing));
          const found = causesAt(rule, here(its), here(others));
          if (found.length === 0) isWhole = false;
          for (const cause of found) causes.set(cause, true);
        }
      }
      return [...causes.keys()].map((cause) => ({ who: who.written, what: what.written, cause, isPartial: !isWhole }));
    }),
  );
}

function causesAt(rule: Rule, its: readonly Rule[], others: readonly Rule[]): Cause[] {
  const none = conditionsOf(its, "Deny");
  const [allowed, denied] = [conditionsOf(others, "Allow"), conditionsOf(others, "Deny")];
  const all = rule.conditions;
  const isOpened = exists({ all, none: [...none, ...allowed], someOf: [] });
  const isUndenied = exists({ all, none, someOf: [allowed, denied] });
  return [
    ...(isOpened ? [allowed.length === 0 ? ("new" as const) : ("condition" as const)] : []),
    ...(isUndenied ? ["deny" as const] : []),
  ];
}

function conditionsOf(rules: readonly Rule[], effect: Rule["effect"]): Conditions[] {
  return rules.filter((rule) => rule.effect === effect).map(({ conditions }) => conditions);
}

/** The parts of a matcher that are shown each on its own. */
function domainsOf(
  { patterns, isNegated }: Matcher,
  negation: string,
): { readonly pattern: Glob; readonly written: string }[] {
  if (!isNegated) return patterns.map((pattern) => ({ pattern, written: pattern.written }));
  return [
    {
      pattern: ANYTHING,
      written: `everything except ${patterns.map(({ written }) => written).join(", ")} (${negation})`,
    },
  ];
}

function fits({ patterns, isNegated }: Matcher, atom: Atom): boolean {
  return patterns.some((pattern) => atom.matches(pattern)) !== isNegated;
}

function covers({ patterns, isNegated }: Matcher, word: readonly string[]): boolean {
  return patterns.some((pattern) => matches(pattern, word)) !== isNegated;
}

function writtenOf({ actions }: Rule, group: readonly Action[]): string[] {
  if (actions.isNegated)
    return [`everything except ${actions.patterns.map(({ written }) => written).join(", ")} (NotAction)`];
  return actions.patterns
    .filter((pattern) => group.some(({ word }) => matches(pattern, word)))
    .map(({ written }) => written);
}
