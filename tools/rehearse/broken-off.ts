/** Random numbers from a seed (mulberry32), to make a rehearsal repeatable. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Chooses one resource of each stack, never its last. `sizes` has each stack's number of resources; the numbers returned
 * count from the first resource of the first stack.
 */
export function chooseMoments(sizes: readonly number[], random: () => number): number[] {
  let before = 0;
  return sizes.map((size) => {
    if (size < 2) throw new Error(`A stack of ${size} resources cannot be broken off half-way; expected two or more.`);
    const moment = before + 1 + Math.floor(random() * (size - 1));
    before += size;
    return moment;
  });
}

/** After how many of its own resources to kill each stack's deploy, ascending. */
export type Points = ReadonlyMap<string, readonly number[]>;

/**
 * Chooses every point of the stacks in `every` and `count` random points of the other stacks together, each once. A point
 * is after any resource of a stack; after the last one, the state may not be written yet. Returns fewer points if the other
 * stacks have no more.
 */
export function choosePoints(
  sizes: ReadonlyMap<string, number>,
  every: readonly string[],
  count: number,
  random: () => number,
): Points {
  const all = [...sizes].flatMap(([stack, size]) =>
    [...Array(size).keys()].map((index) => ({ stack, point: index + 1 })),
  );
  const others = all
    .filter(({ stack }) => !every.includes(stack))
    .map((it) => ({ ...it, turn: random() }))
    .sort((one, other) => one.turn - other.turn)
    .slice(0, count);
  const chosen = [...all.filter(({ stack }) => every.includes(stack)), ...others];
  return new Map(
    [...sizes.keys()].map((stack) => [
      stack,
      chosen
        .filter((it) => it.stack === stack)
        .map(({ point }) => point)
        .sort((one, other) => one - other),
    ]),
  );
}
