/** How many known names are suggested for an unknown one. */
const OFFERED = 3;

/** The known names closest to an unknown one, nearest first. */
export function nearest(name: string, known: readonly string[]): string[] {
  return known
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, OFFERED)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance: how many letters to insert, delete or replace to turn one text into the other. */
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
