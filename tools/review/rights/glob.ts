/** One step of a pattern: a symbol, or a wildcard for one (`?`) or any number (`*`) of them. */
interface Step {
  /** A character, or a whole policy variable such as `${aws:username}`. Undefined for a wildcard. */
  readonly symbol: string | undefined;
  readonly isMany: boolean;
  /** Whether the wildcard leaves out the colon, as in the parts of an ARN. */
  readonly isInPart: boolean;
}

/** A pattern in which `*` matches any text and `?` any one character. */
export interface Glob {
  readonly written: string;
  readonly steps: readonly Step[];
  /** Whether it matches one text only. */
  readonly isLiteral: boolean;
}

const VARIABLE = /\$\{[^}]*\}/y;
/** Variables that stand for the characters themselves. */
const ESCAPES: Readonly<Record<string, string>> = { "${*}": "*", "${?}": "?", "${$}": "$" };
/** The last part of an ARN holds colons of its own. */
const PARTS_BEFORE_RESOURCE = 5;

export interface Reading {
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards?: boolean;
  /** Whether each part of an ARN matches separately, as ArnLike reads it. */
  readonly isArn?: boolean;
  /** Whether `${...}` is a variable, as since version 2012-10-17. */
  readonly variables?: boolean;
}

/**
 * Reads a pattern. A variable is one symbol that no wildcard but `*` and `?` matches, because its value is unknown.
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function glob(written: string, { wildcards = true, isArn = false, variables = true }: Reading = {}): Glob {
  const steps: Step[] = [];
  const parts = isArn && written.split(":").length > PARTS_BEFORE_RESOURCE;
  let colons = 0;
  for (let index = 0; index < written.length; ) {
    VARIABLE.lastIndex = index;
    const variable = variables ? VARIABLE.exec(written)?.[0] : undefined;
    const token = variable ?? written.charAt(index);
    index += token.length;
    if (token === ":") colons += 1;
    const isWild = wildcards && (token === "*" || token === "?");
    if (isWild && token === "*" && steps.at(-1)?.isMany === true) continue;
    steps.push({
      symbol: isWild ? undefined : (ESCAPES[token] ?? token),
      isMany: isWild && token === "*",
      isInPart: isWild && parts && colons < PARTS_BEFORE_RESOURCE,
    });
  }
  return { written, steps, isLiteral: steps.every(({ symbol }) => symbol !== undefined) };
}

/** Matches everything. */
export const ANYTHING: Glob = glob("*");

/** The symbols of a literal. */
export type Word = readonly string[];

export function wordOf({ steps }: Glob): Word {
  return steps.map(({ symbol }) => symbol ?? "");
}

export function matches(pattern: Glob, word: Word): boolean {
  if (pattern.isLiteral) {
    return pattern.steps.length === word.length && pattern.steps.every(({ symbol }, index) => symbol === word[index]);
  }
  let positions = closed(pattern, [0]);
  for (const symbol of word) {
    positions = advance(pattern, positions, symbol);
    if (positions.length === 0) return false;
  }
  return positions.at(-1) === pattern.steps.length;
}

/** One region of a domain, on which each pattern matches either everywhere or nowhere. */
export interface Atom {
  /** A text of the region. */
  readonly witness: Word;
  readonly matches: (pattern: Glob) => boolean;
}

/** States of the joint automaton after which the search for regions ends, so that no input takes for ever. */
const MOST_STATES = 20_000;

/**
 * Divides the texts that a pattern matches by the other patterns: a region for each combination of them that some text
 * matches. Found by walking all patterns at once. Past {@link MOST_STATES}, rare combinations may be missing.
 */
export function atomsIn(domain: Glob, others: Iterable<Glob>): Atom[] {
  const patterns = [...new Map([...others].map((pattern) => [keyOf(pattern), pattern])).values()];
  if (domain.isLiteral) return [atomAt(wordOf(domain))];
  const possible = patterns.filter((pattern) => !isApart(domain, pattern));
  const literals = possible.filter(({ isLiteral }) => isLiteral);
  const within = literals.map(wordOf).filter((word) => matches(domain, word));
  const taken = new Set(within.map((word) => word.join("\0")));
  const dividing = possible.filter((pattern) => !isEverything(pattern));
  const walked = walk(domain, dividing).filter((word) => !taken.has(word.join("\0")));
  return [...within, ...walked].map(atomAt);
}

function atomAt(witness: Word): Atom {
  const known = new Map<string, boolean>();
  return {
    witness,
    matches(pattern) {
      const key = keyOf(pattern);
      const found = known.get(key) ?? matches(pattern, witness);
      known.set(key, found);
      return found;
    },
  };
}

function keyOf({ written, steps }: Glob): string {
  // The same text can be read as a pattern, as a literal and as an ARN.
  const first = steps.find(({ symbol }) => symbol === undefined);
  return `${first === undefined ? "" : first.isInPart ? "a" : "w"} ${written}`;
}

function isEverything({ steps }: Glob): boolean {
  return steps.length === 1 && steps[0]?.isMany === true && !steps[0].isInPart;
}

/** Whether two patterns differ before their first wildcards, so that nothing matches both. */
function isApart(one: Glob, other: Glob): boolean {
  for (let index = 0; index < Math.min(one.steps.length, other.steps.length); index += 1) {
    const [a, b] = [one.steps[index]?.symbol, other.steps[index]?.symbol];
    if (a === undefined || b === undefined) return false;
    if (a !== b) return true;
  }
  return false;
}

interface State {
  readonly word: Word;
  /** Positions of the domain, then of each other pattern. */
  readonly positions: readonly (readonly number[])[];
}

/** A word of the domain for each combination of patterns. */
function walk(domain: Glob, others: readonly Glob[]): Word[] {
  const all = [domain, ...others];
  const start = all.map((pattern) => closed(pattern, [0]));
  const queue: State[] = [{ word: [], positions: start }];
  const seen = new Set([JSON.stringify(start)]);
  const found = new Map<string, Word>();
  for (const { word, positions } of queue) {
    const accepted = all.map((pattern, index) => positions[index]?.at(-1) === pattern.steps.length);
    const signature = accepted.join();
    if (accepted[0] === true && !found.has(signature)) found.set(signature, word);
    for (const symbol of symbolsAt(all, positions)) {
      const next = all.map((pattern, index) => advance(pattern, positions[index] ?? [], symbol));
      if (next[0]?.length === 0) continue;
      const key = JSON.stringify(next);
      if (seen.has(key) || seen.size >= MOST_STATES) continue;
      seen.add(key);
      queue.push({ word: [...word, symbol], positions: next });
    }
  }
  if (found.size === 0) found.set("", shortest(domain));
  return [...found.values()];
}

function shortest({ steps }: Glob): Word {
  return steps.filter(({ isMany }) => !isMany).map(({ symbol }) => symbol ?? "x");
}

const OTHERS = [..."xyzwvutsrqponmlkjihgfedcba"];

/** The symbols that some pattern expects next, and one that none expects. */
function symbolsAt(patterns: readonly Glob[], positions: readonly (readonly number[])[]): string[] {
  const next = patterns.flatMap(({ steps }, index) => (positions[index] ?? []).flatMap((at) => steps[at] ?? []));
  const symbols = new Set(next.flatMap(({ symbol }) => symbol ?? []));
  if (next.some(({ isInPart }) => isInPart)) symbols.add(":");
  const other = OTHERS.find((letter) => !symbols.has(letter)) ?? "\uFFFF";
  return next.some(({ symbol }) => symbol === undefined) ? [...symbols, other] : [...symbols];
}

/** The positions after a symbol, in ascending order. */
function advance({ steps }: Glob, positions: readonly number[], symbol: string): number[] {
  const next = positions.flatMap((at) => {
    const step = steps[at];
    if (step === undefined) return [];
    if (step.symbol !== undefined) return step.symbol === symbol ? [at + 1] : [];
    if (step.isInPart && symbol === ":") return [];
    return step.isMany ? [at] : [at + 1];
  });
  return closed({ steps }, next);
}

/** Adds the positions behind each `*`, which may match nothing. */
function closed({ steps }: Pick<Glob, "steps">, positions: readonly number[]): number[] {
  const all = new Set(positions);
  for (const at of all) if (steps[at]?.isMany === true) all.add(at + 1);
  return [...all].sort((one, other) => one - other);
}
