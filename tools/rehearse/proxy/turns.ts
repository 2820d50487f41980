export interface Weighted {
  readonly of: string;
  /** In percent of all turns. */
  readonly weight: number;
}

/** Deals turns by weight: after any number of turns, each receiver has had its share to within one turn. */
export class Turns {
  /** By key and weights: other weights start a new deal. */
  private readonly dealt = new Map<string, Map<string, number>>();

  /** The receiver furthest behind its share; the first of several that are equally far behind. */
  next(key: string, among: readonly Weighted[]): string {
    const game = `${key} ${JSON.stringify(among)}`;
    const counts = this.dealt.get(game) ?? new Map<string, number>();
    this.dealt.set(game, counts);
    const turn = 1 + among.reduce((sum, { of }) => sum + (counts.get(of) ?? 0), 0);
    const lag = ({ of, weight }: Weighted) => (turn * weight) / 100 - (counts.get(of) ?? 0);
    const [first, ...others] = among;
    if (first === undefined) throw new Error(`${key} routes to no version; expected one or two.`);
    const chosen = others.reduce((best, it) => (lag(it) > lag(best) ? it : best), first);
    counts.set(chosen.of, (counts.get(chosen.of) ?? 0) + 1);
    return chosen.of;
  }
}
