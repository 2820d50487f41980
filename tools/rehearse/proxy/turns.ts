export interface Weighted {
  readonly of: string;
  /** In percent of all. */
  readonly weight: number;
}

/** Deals out by weight, so that after every number of turns each has had its share to within one. */
export class Turns {
  /** By key and weights: with other weights, the dealing begins anew. */
  private readonly dealt = new Map<string, Map<string, number>>();

  /** The one that lags its share most; the first of those that lag alike. */
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
