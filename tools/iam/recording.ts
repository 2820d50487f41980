import type { Right } from "../aws";
import type { RunningSystem } from "../local/system";
import { brokenJourneys, soundJourneys } from "./journeys/all";
import type { Journey } from "./journeys/journey";
import { sendSamples } from "./samples";
import { Stage } from "./stage";

/** The first journey that used each right. */
export type Uses = ReadonlyMap<Right, Journey>;

/** Far longer than any journey takes. */
const JOURNEY_WITHIN_MS = 60_000;

/** Runs every journey, one after the other. Resolves to the first journey that used each right. */
export async function recordJourneys(system: RunningSystem, progress: (line: string) => void): Promise<Uses> {
  const uses = new Map<Right, Journey>();
  await runAll(soundJourneys, system, progress, uses);
  await runAll(brokenJourneys, system, progress, uses);
  return uses;
}

/**
 * Runs the samples and the sound journeys at once, then the broken ones. Does not find which journey used a right
 * first.
 */
export async function recordEverything(system: RunningSystem, progress: (line: string) => void): Promise<void> {
  const uses = new Map<Right, Journey>();
  await Promise.all([sendSamples(system, progress), runAll(soundJourneys, system, progress, uses)]);
  await runAll(brokenJourneys, system, progress, uses);
}

async function runAll(
  journeys: readonly Journey[],
  system: RunningSystem,
  progress: (line: string) => void,
  uses: Map<Right, Journey>,
): Promise<void> {
  const { rights, record } = system.inside.authorizer;
  for (const journey of journeys) {
    const startedAt = Date.now();
    await runOne(journey, system);
    const fresh = rights.filter((right) => !uses.has(right) && record.usersOf(right).size > 0);
    for (const right of fresh) uses.set(right, journey);
    progress(`  ${journey.name}: ${fresh.length} more permissions used (${Date.now() - startedAt} ms)`);
  }
}

async function runOne(journey: Journey, system: RunningSystem): Promise<void> {
  const signal = AbortSignal.timeout(JOURNEY_WITHIN_MS);
  const stage = new Stage(system, signal);
  try {
    await journey.run(stage);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error(`The journey "${journey.name}" did not end within ${JOURNEY_WITHIN_MS / 1000} s.`, {
      cause: error,
    });
  } finally {
    stage.close();
  }
}
