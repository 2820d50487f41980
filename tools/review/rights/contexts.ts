import { groupBy } from "../../support/group-by";
import { type KeyState, statesOf, type Test } from "./condition";

/** Conditions of a statement: all must hold. */
export type Conditions = readonly Test[];

/** What to look for among the contexts of requests. */
export interface Wanted {
  /** All of these hold. */
  readonly all: Conditions;
  /** None of these holds. */
  readonly none: readonly Conditions[];
  /** One of each of these lists holds. */
  readonly someOf: readonly (readonly Conditions[])[];
}

/** Steps after which the search ends. Its answer is then yes: a change that may be there is worth a sentence. */
const MOST_STEPS = 20_000;

/** Whether there is a context of a request as wanted. Keys count as independent of each other. */
export function exists({ all, none, someOf }: Wanted): boolean {
  if (someOf.some((list) => list.length === 0)) return false;
  // What holds whenever `all` does can neither be ruled out nor is there more to ask of it.
  const given = new Set(all.map(({ id }) => id));
  const follows = (conditions: Conditions) => conditions.every(({ id }) => given.has(id));
  if (none.some(follows)) return false;
  const open = someOf.filter((list) => !list.some(follows));
  const tests = [...all, ...none.flat(), ...open.flat(2)];
  const byKey = [...groupBy([...new Map(tests.map((test) => [test.id, test])).values()], ({ key }) => key).values()];
  const keys = byKey.map((ofKey) => statesOf(ofKey));
  let steps = 0;
  const search = (index: number, chosen: readonly KeyState[]): boolean => {
    steps += 1;
    if (steps > MOST_STEPS) return true;
    const value = (id: string) => chosen.find((state) => state.has(id))?.get(id);
    const holds = (conditions: Conditions): boolean | undefined => {
      const values = conditions.map(({ id }) => value(id));
      return values.includes(false) ? false : values.includes(undefined) ? undefined : true;
    };
    const answers = [
      holds(all),
      ...none.map((conditions) => not(holds(conditions))),
      ...open.map((list) => any(list.map(holds))),
    ];
    if (answers.includes(false)) return false;
    if (!answers.includes(undefined)) return true;
    return (keys[index] ?? []).some((state) => search(index + 1, [...chosen, state]));
  };
  return search(0, []);
}

function not(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function any(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}
