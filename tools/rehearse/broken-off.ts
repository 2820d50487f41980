/** Random numbers from a seed, so that a rehearsal can be repeated: mulberry32. */
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
 * For each stack, of which `sizes` are the numbers of resources, one of its resources, but not its last: numbers that
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

/** Of each stack, after how many of its own resources its deploy is to be killed, ascending. */
export type Points = ReadonlyMap<string, readonly number[]>;

/**
 * All points of the stacks in `every`, and so many points at random of the others together, each once: after any resource
 * of a stack. After its last one, the state may not be written yet. Fewer than asked for where the others have no more.
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
