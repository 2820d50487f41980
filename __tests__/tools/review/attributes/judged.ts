import { examineResources } from "../../../../tools/review/attributes/all";
import type { RuleSet } from "../../../../tools/review/attributes/examine";
import type { Finding, Level } from "../../../../tools/review/finding";
import { change, type GivenChange, subject } from "../plan-json";

type Json = Readonly<Record<string, unknown>>;

/**
 * One attribute, by its resource's type and path. A part that ends in `{}` is a map, one that ends in `$` is JSON text,
 * any other but the last is a block. The levels are those of the change and of its opposite; `none` is no finding of a rule.
 */
export type Case = readonly [
  at: string,
  before: unknown,
  after: unknown,
  there: Level | "none",
  back: Level | "none",
  words: string,
];

/** The findings on a change of one resource. */
export async function findingsOf(type: string, given: GivenChange, ...others: Json[]): Promise<readonly Finding[]> {
  return examineResources(subject(change(`${type}.it`, given), ...others));
}

/** The findings on a change of one attribute. */
export async function findingsAt(at: string, before: unknown, after: unknown): Promise<readonly Finding[]> {
  const [type = "", ...path] = at.split(".");
  return findingsOf(type, { before: nested(path, before), after: nested(path, after) });
}

/** Runs cases both ways, and checks that they make every rule of the set speak. */
export function describeRules({ rows }: RuleSet, cases: readonly Case[]): void {
  const heard = new Set<string>();
  const names = new Set(rows.map(({ rule }) => rule));

  test.each(cases)("%s, %p → %p is %s, and the other way %s: %s", async (at, before, after, there, back, words) => {
    const found = await rulesHeard(at, before, after);
    const [first] = found;
    expect([first?.level ?? "none", ...found.slice(1)]).toEqual([there]);
    expect(String(first?.text ?? "")).toContain(words);
    expect((await rulesHeard(at, after, before)).map(({ level }) => level)).toEqual(back === "none" ? [] : [back]);
    expect(await rulesHeard(at, after, after)).toEqual([]);
  });

  test("every rule speaks in one of these cases", () => {
    expect([...names].filter((name) => !heard.has(name))).toEqual([]);
  });

  async function rulesHeard(at: string, before: unknown, after: unknown): Promise<readonly Finding[]> {
    const found = (await findingsAt(at, before, after)).filter(({ rule }) => names.has(rule));
    for (const { rule } of found) heard.add(rule);
    return found;
  }
}

function nested([name = "", ...rest]: readonly string[], value: unknown): Json {
  if (value === undefined) return {};
  if (rest.length === 0) return { [name.replace("$", "")]: name.endsWith("$") ? JSON.stringify(value) : value };
  const inner = nested(rest, value);
  if (name.endsWith("{}")) return { [name.slice(0, -2)]: inner };
  return name.endsWith("$") ? { [name.slice(0, -1)]: JSON.stringify(inner) } : { [name]: [inner] };
}
