import type { Denial, Right } from "../aws";
import type { RunningSystem } from "../local/system";
import type { Journey } from "./journeys/journey";
import type { Uses } from "./recording";
import { Stage } from "./stage";

/** The result of removing one right. */
export interface Proof {
  readonly right: Right;
  readonly journey: Journey;
  /** AWS's error message; undefined if the right was not missed. */
  readonly denied: string | undefined;
  readonly actor: string | undefined;
  readonly ms: number;
}

/** After a journey finishes without this right, how long to wait for a denial. */
const MISSED_WITHIN_MS = 5_000;
/** Longer than the visibility timeout of a minute, after which SQS delivers a message again to a refused consumer. */
const JOURNEY_WITHIN_MS = 90_000;

/**
 * Removes each right in turn from the running platform, and runs the first journey that used it until a call is refused
 * because of it. A refusal for a right that the journey itself removes does not count.
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
  // A function may have cached what it could read before, such as a partner's API key.
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
  const finished = journey.run(stage).then(
    () => void setTimeout(() => see(undefined), MISSED_WITHIN_MS).unref(),
    (error: unknown) => {
      // Without the right, a journey may never end, or end in an answer that it does not expect.
      if (!over.signal.aborted) setTimeout(() => see(undefined), MISSED_WITHIN_MS).unref();
      else if (!(error instanceof Error)) throw error;
    },
  );
  const denial = await seen;
  over.abort();
  await finished;
  clearTimeout(limit);
  stopListening();
  giveBack();
  stage.close();
  return denial;
}
