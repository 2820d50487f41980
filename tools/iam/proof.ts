import type { Denial, Right } from "../aws";
import type { RunningSystem } from "../local/system";
import type { Journey } from "./journeys/journey";
import type { Uses } from "./recording";
import { Stage } from "./stage";

/** What came of taking one right away. */
export interface Proof {
  readonly right: Right;
  readonly journey: Journey;
  /** What AWS would have answered; undefined where nobody missed the right. */
  readonly denied: string | undefined;
  readonly actor: string | undefined;
  readonly ms: number;
}

/** A right whose journey was gone to its end without it is missed this soon, if at all. */
const MISSED_WITHIN_MS = 5_000;
/** A message whose taker was refused comes again after its visibility timeout, a minute. */
const JOURNEY_WITHIN_MS = 90_000;

/**
 * Takes each right away in the running platform, and goes the first journey that used it until somebody is refused for
 * want of it. What the journey takes away by itself does not count.
 */
export async function prove(
  system: RunningSystem,
  uses: Uses,
  onProof: (proof: Proof, proven: number, all: number) => void,
): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (const [right, journey] of uses) {
    const startedAt = Date.now();
    const denial = await missed(right, journey, system);
    const [actor] = denial?.actors ?? [];
    const proof = { right, journey, denied: denial?.message, actor, ms: Date.now() - startedAt };
    proofs.push(proof);
    onProof(proof, proofs.length, uses.size);
  }
  return proofs;
}

async function missed(right: Right, journey: Journey, system: RunningSystem): Promise<Denial | undefined> {
  const { authorizer, lambda } = system.inside;
  // A function may remember what it could read before, such as the key of a partner.
  await lambda.renew(right.holder);
  const over = new AbortController();
  const limit = setTimeout(() => over.abort(), JOURNEY_WITHIN_MS);
  const stage = new Stage(system, over.signal);
  const { promise: seen, resolve: see } = Promise.withResolvers<Denial | undefined>();
  const stopListening = authorizer.record.onDenial((denial) => {
    if (authorizer.isNeeded(right, denial)) see(denial);
  });
  over.signal.addEventListener("abort", () => see(undefined), { once: true });
  const giveBack = authorizer.take([right]);
  const gone = journey.run(stage).then(
    () => void setTimeout(() => see(undefined), MISSED_WITHIN_MS).unref(),
    (error: unknown) => {
      // Without the right a journey may well not end, or end in an answer that it does not understand.
      if (!over.signal.aborted) setTimeout(() => see(undefined), MISSED_WITHIN_MS).unref();
      else if (!(error instanceof Error)) throw error;
    },
  );
  const denial = await seen;
  over.abort();
  await gone;
  clearTimeout(limit);
  stopListening();
  giveBack();
  stage.close();
  return denial;
}
