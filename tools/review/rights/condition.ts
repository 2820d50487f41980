import type { Condition } from "../../support/policy-document";
import { ANYTHING, atomsIn, type Glob, glob, matches, wordOf } from "./glob";

/** One test of a statement's conditions. All of them must hold. */
export interface Test {
  readonly written: Condition;
  /** Equal for tests that mean the same. */
  readonly id: string;
  /** The condition key in lower case; for an operator that this reader does not know, a key of its own. */
  readonly key: string;
  /** Whether it holds for the values of the key in a request; undefined means that the request has no such key. */
  readonly holds: (values: readonly string[] | undefined) => boolean;
  /** Values that divide the values of the key as the test does. */
  readonly samples: Samples;
  /** Whether it reads the key as a set of values. */
  readonly isOfSets: boolean;
}

/** What a test compares with: patterns, and single values. */
interface Samples {
  readonly globs: readonly Glob[];
  readonly values: readonly string[];
}

interface Operator {
  /** Undefined for a value that the operator cannot read, which matches nothing. */
  readonly fits: (value: string, variables: boolean) => ((text: string) => boolean) | undefined;
  readonly samples: (value: string, variables: boolean) => Partial<Samples>;
  readonly isNegated?: true;
}

const NOTHING: Partial<Samples> = {};

function ofGlobs(read: (value: string, variables: boolean) => Glob): Operator {
  return {
    fits(value, variables) {
      const pattern = read(value, variables);
      return (text) => matches(pattern, wordOf(glob(text, { wildcards: false, variables })));
    },
    samples: (value, variables) => ({ globs: [read(value, variables)] }),
  };
}

const exact = ofGlobs((value, variables) => glob(value, { wildcards: false, variables }));
const like = ofGlobs((value, variables) => glob(value, { variables }));
const arn = ofGlobs((value, variables) => glob(value, { isArn: true, variables }));
const ignoringCase: Operator = {
  fits: (value) => (text) => text.toLowerCase() === value.toLowerCase(),
  samples: (value) => ({ values: [value, value.toLowerCase(), value.toUpperCase()] }),
};
const present: Operator = { fits: () => () => true, samples: () => NOTHING };

function ofNumbers(read: (value: string) => number, compare: (one: number, other: number) => boolean): Operator {
  return {
    fits(value) {
      const limit = read(value);
      return Number.isNaN(limit) ? undefined : (text) => compare(read(text), limit);
    },
    samples(value) {
      const limit = read(value);
      return Number.isNaN(limit) ? NOTHING : { values: [-0.5, 0, 0.5].map((step) => String(limit + step)) };
    },
  };
}

/** Seconds since 1970, as AWS reads a date in ISO 8601 or as a number. */
function seconds(date: string): number {
  return /^-?[\d.]+$/.test(date) ? Number(date) : Date.parse(date) / 1_000;
}

const COMPARISONS: readonly (readonly [string, (one: number, other: number) => boolean])[] = [
  ["Equals", (one, other) => one === other],
  ["LessThan", (one, other) => one < other],
  ["LessThanEquals", (one, other) => one <= other],
  ["GreaterThan", (one, other) => one > other],
  ["GreaterThanEquals", (one, other) => one >= other],
];

const addresses: Operator = {
  fits(value) {
    const range = rangeOf(value);
    return range === undefined ? undefined : (text) => includes(range, rangeOf(text)?.first);
  },
  samples(value) {
    const range = rangeOf(value);
    if (range === undefined) return NOTHING;
    const { first, last } = range;
    return { values: [first - 1n, first, last, last + 1n].filter((address) => address >= 0n).map(addressOf) };
  },
};

/** IPv4 addresses are counted as in the IPv6 range that maps them. */
const MAPPED = 0xffffn << 32n;

function addressOf(number: bigint): string {
  return `#${number}`;
}

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

function includes({ first, last }: Range, address: bigint | undefined): boolean {
  return address !== undefined && address >= first && address <= last;
}

function rangeOf(cidr: string): Range | undefined {
  if (/^#\d+$/.test(cidr)) return { first: BigInt(cidr.slice(1)), last: BigInt(cidr.slice(1)) };
  const [address = "", length] = cidr.split("/");
  const isV4 = !address.includes(":");
  const number = isV4 ? v4(address) : v6(address);
  const bits = isV4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (number === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = (number / size) * size + (isV4 ? MAPPED : 0n);
  return { first, last: first + size - 1n };
}

function v4(address: string): bigint | undefined {
  const parts = address.split(".").map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  if (parts.length !== 4 || parts.some((part) => !(part <= 255))) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function v6(address: string): bigint | undefined {
  const [head = "", tail, ...more] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || missing < 0 || (tail === undefined && missing > 0)) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const POSITIVE: readonly (readonly [string, string | undefined, Operator])[] = [
  ["StringEquals", "StringNotEquals", exact],
  ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", ignoringCase],
  ["StringLike", "StringNotLike", like],
  // AWS documents that the two do the same.
  ["ArnEquals", "ArnNotEquals", arn],
  ["ArnLike", "ArnNotLike", arn],
  ["Bool", undefined, ignoringCase],
  ["BinaryEquals", undefined, exact],
  ["IpAddress", "NotIpAddress", addresses],
  ...(
    [
      ["Numeric", Number],
      ["Date", seconds],
    ] as const
  ).flatMap(([kind, read]) =>
    COMPARISONS.map(
      ([name, compare]) =>
        [`${kind}${name}`, name === "Equals" ? `${kind}NotEquals` : undefined, ofNumbers(read, compare)] as const,
    ),
  ),
];

const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  POSITIVE.flatMap(([name, negation, operator]) => [
    [name.toLowerCase(), operator] as const,
    ...(negation === undefined ? [] : [[negation.toLowerCase(), { ...operator, isNegated: true as const }] as const]),
  ]),
);

const QUANTIFIER = /^(forallvalues|foranyvalue):/;
const IF_EXISTS = /ifexists$/;

/** Reads one condition. `variables` says whether `${...}` in a value is a policy variable. */
export function testOf(written: Condition, variables: boolean): Test {
  const { operator: name, key, values } = written;
  const quantifier = QUANTIFIER.exec(name.toLowerCase())?.[1];
  const plain = name.toLowerCase().replace(QUANTIFIER, "");
  const isNull = plain === "null";
  const operator = isNull ? present : OPERATORS.get(plain.replace(IF_EXISTS, ""));
  const id = `${name.toLowerCase()} ${key.toLowerCase()} ${JSON.stringify([...new Set(values)].sort())} ${variables}`;
  if (operator === undefined) {
    // True or false, whatever the others are.
    return { written, id, key: `?${id}`, holds: (given) => given !== undefined, samples: EMPTY, isOfSets: false };
  }
  const fits = values.flatMap((value) => operator.fits(value, variables) ?? []);
  const isNegated = operator.isNegated === true;
  const ofAbsent = IF_EXISTS.test(plain) || (quantifier === undefined ? isNegated : quantifier === "forallvalues");
  const holdsFor = (value: string) => fits.some((test) => test(value)) !== isNegated;
  const wantsAbsent = values.map((value) => value.toLowerCase() === "true");
  const holds: Test["holds"] = (given) => {
    if (isNull) return wantsAbsent.includes(given === undefined);
    if (given === undefined) return ofAbsent;
    if (quantifier === undefined) return isNegated ? given.every(holdsFor) : given.some(holdsFor);
    return quantifier === "forallvalues" ? given.every(holdsFor) : given.some(holdsFor);
  };
  const samples = values.map((value) => operator.samples(value, variables));
  return {
    written,
    id,
    key: key.toLowerCase(),
    holds,
    samples: {
      globs: samples.flatMap(({ globs = [] }) => globs),
      values: samples.flatMap(({ values: single = [] }) => single),
    },
    isOfSets: quantifier !== undefined,
  };
}

const EMPTY: Samples = { globs: [], values: [] };
/** Sets of values after which no more are combined. */
const MOST_SETS = 64;

/** What a key can be in a request: for each test of it, by its id, whether it holds. */
export type KeyState = ReadonlyMap<string, boolean>;

/** Every way in which a key can decide the tests of it: absent, single values, and sets where every test reads sets. */
export function statesOf(tests: readonly Test[]): KeyState[] {
  const globs = tests.flatMap(({ samples }) => samples.globs);
  const singles = [
    ...atomsIn(ANYTHING, globs).map(({ witness }) => witness.join("")),
    ...tests.flatMap(({ samples }) => samples.values),
  ].map((value) => [value]);
  const states = new Map<string, { readonly state: KeyState; readonly values: readonly string[] }>();
  const add = (values: readonly string[] | undefined) => {
    const state = new Map(tests.map((test) => [test.id, test.holds(values)]));
    const key = [...state.values()].join();
    if (!states.has(key)) states.set(key, { state, values: values ?? [] });
  };
  add(undefined);
  for (const values of singles) add(values);
  // A key that some test reads as one value has one.
  if (tests.every(({ isOfSets }) => isOfSets)) {
    for (const { values } of states.values()) {
      for (const single of singles) if (states.size < MOST_SETS) add([...new Set([...values, ...single])]);
    }
  }
  return [...states.values()].map(({ state }) => state);
}
