/** How many names are offered in place of one that is not known. */
const OFFERED = 3;

/** The known names that a name was probably meant to be, nearest first. */
export function nearest(name: string, known: readonly string[]): string[] {
  return known
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, OFFERED)
    .map(({ candidate }) => candidate);
}

/** Letters to put in, take out or change until one text is the other (Levenshtein's distance). */
function distance(from: string, to: string): number {
  const first = Array.from({ length: to.length + 1 }, (_, index) => index);
  const last = [...from].reduce<readonly number[]>((above, letter, row) => {
    const line = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    return line;
  }, first);
  return last.at(-1) ?? 0;
}
