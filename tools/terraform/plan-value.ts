import { isDeepStrictEqual } from "node:util";

/** A value of a resource in a plan. {@link Unknown} and {@link Sensitive} take the place of what must not be read as known or shown. */
export type PlanValue = null | boolean | number | string | Unknown | Sensitive | readonly PlanValue[] | PlanObject;

/** A block or map of a plan. */
export interface PlanObject {
  readonly [name: string]: PlanValue;
}

/** A value that Terraform knows only after the apply. */
export class Unknown {
  private readonly text = "(known after apply)";

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** The only {@link Unknown}. */
export const UNKNOWN = new Unknown();

/** A value that must not be shown. Printing it, or writing it as JSON, yields `(sensitive)`. */
export class Sensitive {
  readonly #value: PlanValue;

  constructor(value: PlanValue) {
    this.#value = value;
  }

  /** The value itself, for comparisons. Nothing of it may be printed. */
  reveal(): PlanValue {
    return this.#value;
  }

  toString(): string {
    return "(sensitive)";
  }

  toJSON(): string {
    return "(sensitive)";
  }
}

/** True for blocks and maps, not for lists, null, {@link Unknown} or {@link Sensitive}. */
export function isPlanObject(value: PlanValue | undefined): value is PlanObject {
  return typeof value === "object" && value !== null && !isPlanList(value) && !isOpaque(value);
}

/** True for lists and sets. */
export function isPlanList(value: PlanValue | undefined): value is readonly PlanValue[] {
  return Array.isArray(value);
}

function isOpaque(value: object): value is Unknown | Sensitive {
  return value instanceof Unknown || value instanceof Sensitive;
}

/** A value without its {@link Sensitive} wrappers, for comparisons. Nothing of it may be printed. */
export function revealed(value: PlanValue): PlanValue {
  if (value instanceof Sensitive) return revealed(value.reveal());
  if (isPlanList(value)) return value.map(revealed);
  if (!isPlanObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}

/** Whether two values are the same, sensitive ones included. Unknown values are the same as each other only. */
export function isSameValue(one: PlanValue | undefined, other: PlanValue | undefined): boolean {
  return isDeepStrictEqual(one === undefined ? one : revealed(one), other === undefined ? other : revealed(other));
}

/**
 * The value of a plan at one place.
 * @param known the JSON of `before` or `after`
 * @param unknown the JSON of `after_unknown` at the same place
 * @param sensitive the JSON of `before_sensitive` or `after_sensitive` at the same place
 * Source: https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function planValue(known: unknown, unknown: unknown, sensitive: unknown): PlanValue {
  if (unknown === true) return UNKNOWN;
  // Most values have neither, and plans are large.
  if (isGiven(known) && !hasMark(unknown) && !hasMark(sensitive)) return known;
  if (sensitive === true) return new Sensitive(planValue(known, unknown, false));
  if (Array.isArray(known) || Array.isArray(unknown)) return listValue(known, unknown, sensitive);
  if (isJsonObject(known) || isJsonObject(unknown)) {
    const names = new Set([...Object.keys(Object(known)), ...Object.keys(Object(unknown))]);
    return Object.fromEntries(
      [...names].map((name) => [name, planValue(at(known, name), at(unknown, name), at(sensitive, name))]),
    );
  }
  return isScalar(known) ? known : null;
}

/** Whether JSON has a value at a place. */
function isGiven(json: unknown): json is PlanValue {
  return json !== undefined;
}

/** Whether the JSON of `after_unknown` or `after_sensitive` marks anything. */
function hasMark(marks: unknown): boolean {
  if (typeof marks !== "object" || marks === null) return marks === true;
  return Object.values(marks).some(hasMark);
}

function listValue(known: unknown, unknown: unknown, sensitive: unknown): PlanValue {
  const [items, later] = [known, unknown].map((list) => (Array.isArray(list) ? list : []));
  const length = Math.max(items?.length ?? 0, later?.length ?? 0);
  return Array.from({ length }, (_, index) => planValue(items?.[index], later?.[index], at(sensitive, index)));
}

function at(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isJsonObject(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is boolean | number | string {
  return ["boolean", "number", "string"].includes(typeof value);
}
