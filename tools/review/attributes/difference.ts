import { parseJson } from "../../support/json";
import {
  isPlanList,
  isPlanObject,
  type PlanObject,
  type PlanValue,
  planValue,
  Sensitive,
  UNKNOWN,
} from "../../terraform/plan-value";

/** A value of a resource that differs between the two sides of a change. */
export interface Difference {
  /** Where it is, as a report shows it: `rule[expire].expiration.days`. */
  readonly path: string;
  /** Where it is, as rules name it, without the names of blocks: `rule.expiration.days`. */
  readonly pattern: string;
  /** Undefined where this side has no such value. */
  readonly before: PlanValue | undefined;
  readonly after: PlanValue | undefined;
}

/** The attributes that differ. JSON texts count as what they say, an empty value as none, and `5` as `"5"`. */
export function differencesOf(before: PlanObject | undefined, after: PlanObject | undefined): Difference[] {
  return inObjects("", "", before ?? {}, after ?? {});
}

/** The parts of a difference that differ, one level in. Empty for a value without parts, or a part that is secret or unknown. */
export function within({ path, pattern, before, after }: Difference): Difference[] {
  if ([before, after].some((side) => side instanceof Sensitive || side === UNKNOWN)) return [];
  if (isBlocks(before) && isBlocks(after)) return inBlocks(path, pattern, blocksOf(before), blocksOf(after));
  if (isMap(before) && isMap(after)) return inObjects(path, pattern, before ?? {}, after ?? {});
  return [];
}

/** True for null, the empty text, and lists and blocks of nothing but empty values. */
export function isEmpty(value: PlanValue | undefined): boolean {
  const inner = read(value instanceof Sensitive ? value.reveal() : value);
  if (inner === undefined || inner === null || inner === "") return true;
  if (isPlanList(inner)) return inner.every(isEmpty);
  return isPlanObject(inner) && Object.values(inner).every(isEmpty);
}

/** Whether two lists have the same members in another order. */
export function isReordered({ before, after }: Difference): boolean {
  return (
    isPlanList(before) && isPlanList(after) && before.length === after.length && without(before, after).length === 0
  );
}

function inObjects(path: string, pattern: string, before: PlanObject, after: PlanObject): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    difference(join(path, name), join(pattern, name), member(before, name), member(after, name)),
  );
}

function inBlocks(path: string, pattern: string, before: Blocks, after: Blocks): Difference[] {
  return pairs(before, after).flatMap(([key, one, other]) =>
    difference(key === undefined ? path : `${path}[${key}]`, pattern, one, other),
  );
}

function difference(
  path: string,
  pattern: string,
  before: PlanValue | undefined,
  after: PlanValue | undefined,
): Difference[] {
  const [one, other] = [read(before), read(after)];
  return isSame(one, other) ? [] : [{ path, pattern, before: one, after: other }];
}

type Blocks = readonly PlanObject[];
type Pair = readonly [key: string | undefined, before: PlanObject | undefined, after: PlanObject | undefined];

/** What tells several blocks of one name apart, the first that all of them have. */
const KEYS = [
  "id",
  "name",
  "sid",
  "rule_id",
  "key",
  "attribute_name",
  "region_name",
  "state_machine_version_arn",
  "queue_arn",
  "topic_arn",
  "lambda_function_arn",
];

/** Blocks of both sides, matched by what names them, else by content and then by order. */
function pairs(before: Blocks, after: Blocks): Pair[] {
  const isSingle = before.length <= 1 && after.length <= 1;
  const key = KEYS.find((name) => isKey(name, before) && isKey(name, after) && (!isSingle || name === "name"));
  if (key !== undefined) return pairsBy(key, before, after);
  if (isSingle) return [[nameOf(before[0] ?? after[0], before.length === after.length), before[0], after[0]]];
  const [left, right] = [without(before, after), without(after, before)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index): Pair => {
    return [String(index), left[index], right[index]];
  });
}

/** The name of the one block that appears or disappears. A block on both sides needs none. */
function nameOf(block: PlanObject | undefined, isOnBothSides: boolean): string | undefined {
  const id = block === undefined || isOnBothSides ? undefined : member(block, "id");
  return typeof id === "string" && id !== "" ? id : undefined;
}

function pairsBy(key: string, before: Blocks, after: Blocks): Pair[] {
  const named = (blocks: Blocks) => new Map(blocks.map((block) => [String(member(block, key)), block]));
  const [left, right] = [named(before), named(after)];
  const [gone, come] = [
    [...left.keys()].filter((name) => !right.has(name)),
    [...right.keys()].filter((name) => !left.has(name)),
  ];
  // The one block that has another id now is the same block under another id.
  if (key !== "name" && gone.length === 1 && come.length === 1) {
    const [from = "", to = ""] = [...gone, ...come];
    const rest = [...left.keys()].filter((name) => name !== from);
    return [[to, left.get(from), right.get(to)], ...rest.map((name): Pair => [name, left.get(name), right.get(name)])];
  }
  return [...new Set([...left.keys(), ...right.keys()])].map((name) => [name, left.get(name), right.get(name)]);
}

function isKey(name: string, blocks: Blocks): boolean {
  const names = blocks.map((block) => member(block, name)).filter((value) => typeof value === "string" && value !== "");
  return names.length === blocks.length && new Set(names).size === blocks.length;
}

/** The members that the others have no equal of, counted. */
function without<T extends PlanValue>(members: readonly T[], others: readonly PlanValue[]): readonly T[] {
  const left = new Map<string, number>();
  for (const text of others.map(canonical)) left.set(text, (left.get(text) ?? 0) + 1);
  return members.filter((each) => {
    const text = canonical(each);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

/** Whether two values say the same. */
function isSame(one: PlanValue | undefined, other: PlanValue | undefined): boolean {
  if (one === other) return true;
  const [left, right] = [one, other].map((value) => read(value instanceof Sensitive ? value.reveal() : value));
  if (isPlanList(left) && isPlanList(right)) {
    return left.length === right.length
      ? left.every((item, index) => isSame(item, right[index]))
      : isEmpty(left) && isEmpty(right);
  }
  if (isPlanObject(left) && isPlanObject(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) =>
      isSame(member(left, name), member(right, name)),
    );
  }
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right);
  return isScalar(left) && isScalar(right) && String(left) === String(right);
}

function isScalar(value: PlanValue | undefined): boolean {
  return typeof value !== "object";
}

/** A value, or what it says if it is JSON text of an object or a list. */
function read(value: PlanValue | undefined): PlanValue | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value) || isTooDeep(value)) return value;
  const json = parseJson(value);
  return json === undefined ? value : planValue(json, undefined, undefined);
}

const DEEPEST = 200;

/** Whether a JSON text may have more levels than any policy or template needs. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === "[" || letter === "{") depth += 1;
    if (letter === "]" || letter === "}") depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** A value as a text that all values share that say the same. */
function canonical(value: PlanValue): string {
  const inner = read(value instanceof Sensitive ? value.reveal() : value);
  if (inner === undefined || isEmpty(inner)) return "";
  if (isPlanList(inner)) return `[${inner.map(canonical).join()}]`;
  if (!isPlanObject(inner)) return JSON.stringify(String(inner));
  const members = Object.entries(inner).filter(([, each]) => !isEmpty(each));
  return `{${members
    .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`)
    .sort()
    .join()}}`;
}

function isBlocks(value: PlanValue | undefined): value is Blocks | null | undefined | "" {
  return isPlanList(value) ? value.every(isPlanObject) : value === undefined || value === null || value === "";
}

function blocksOf(value: Blocks | null | undefined | ""): Blocks {
  return value === undefined || value === null || value === "" ? [] : value;
}

function isMap(value: PlanValue | undefined): value is PlanObject | null | undefined {
  return value === undefined || value === null || isPlanObject(value);
}

function member(object: PlanObject, name: string): PlanValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
