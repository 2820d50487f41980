import { judge } from "../../../../tools/baseline/judge";
import type { Rule } from "../../../../tools/baseline/rule";
import { allRules } from "../../../../tools/baseline/rules/all";
import { type Changes, type Resources, stackOf } from "../stacks";

/** Examples by the rule's id, each as what it changes of the sound resources. */
type Examples = Readonly<Record<string, readonly Changes[]>>;

/** What the tests of a subject's rules show. */
export interface Subject {
  /** Resources with nothing wrong: every rule accepts them, unless {@link accepted} says otherwise. */
  readonly sound: Resources;
  /** Stacks that a rule must refuse: at least one for each rule. */
  readonly refused: Examples;
  /** Stacks that a rule must accept, where the sound resources are not one of them or not enough. */
  readonly accepted?: Examples;
}

/** Tests the rules of one subject by examples. */
export function describeRules(rules: readonly Rule[], { sound, refused, accepted = {} }: Subject): void {
  async function judged(rule: Rule, changes: Changes) {
    const [judgement] = await judge([stackOf(sound, changes)], [rule], []);
    const found = judgement?.findings.map(({ resource, wrong }) => `${resource.address}: ${wrong}`);
    return { count: judgement?.judged, found };
  }

  it("are all part of the baseline, each with a stack that it refuses", () => {
    expect(rules.filter((rule) => !allRules.includes(rule))).toEqual([]);
    expect(Object.keys(refused).sort()).toEqual(rules.map(({ id }) => id).sort());
    expect(rules.filter(({ id }) => refused[id]?.length === 0)).toEqual([]);
    expect(Object.keys(accepted).filter((id) => !(id in refused))).toEqual([]);
  });

  describe.each(rules.map((rule) => ({ id: rule.id, rule })))("$id", ({ id, rule }) => {
    it.each([...(accepted[id] ?? [{}])])("accepts %j", async (changes) => {
      const { count, found } = await judged(rule, changes);
      expect(found).toEqual([]);
      expect(count).toBeGreaterThan(0);
    });

    it.each([...(refused[id] ?? [])])("refuses %j", async (changes) => {
      expect((await judged(rule, changes)).found).not.toEqual([]);
    });

    it("gives its reason and fix as sentences without a full stop", () => {
      for (const text of [rule.reason, rule.fix]) expect(text).toMatch(/^[A-Z].*[^.]$/);
    });
  });
}
