import type { JsonValue } from "../../../aws";
import { compileHandling } from "../attempts";
import type { DefinitionOf } from "../definition";
import { type Flow, runFlow } from "../flow";
import { Trail } from "../history";
import { compileResult } from "../results";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
import { Stopped, StopSwitch } from "../stop";
import { compileTemplate } from "../templates";

export function compileParallel(name: string, definition: DefinitionOf<"Parallel">, branches: readonly Flow[]): State {
  const pickInput = compilePicker(definition.InputPath);
  const template = definition.Parameters === undefined ? undefined : compileTemplate(definition.Parameters);
  const finish = compileResult(definition);
  const handling = compileHandling(definition.Retry, definition.Catch);
  const next = nextOf(definition);
  return {
    name,
    type: "Parallel",
    targets: [...handling.targets, ...(next === undefined ? [] : [next])],
    run: (visit) =>
      handling.run(visit, async (retryCount) => {
        const data = pickInput(visit, visit.input);
        const input = template ? template(scopeOf(visit, data, retryCount)) : data;
        return { output: finish(visit, await runBranches(visit, branches, input), retryCount), next };
      }),
  };
}

/** All branches at once; the first that fails stops the others. */
async function runBranches(visit: Visit, branches: readonly Flow[], input: JsonValue): Promise<JsonValue[]> {
  const { run, trail, stop, map } = visit;
  const startedId = run.record(trail, "ParallelStateStarted");
  const inner = new StopSwitch();
  const release = stop.onStop(() => inner.stop());
  let lastEventId = startedId;
  const running = branches.map(async (branch) => {
    const own = new Trail(startedId);
    try {
      return await runFlow(branch, input, { run, trail: own, stop: inner, ...(map && { map }) });
    } finally {
      if (!inner.stopped) lastEventId = own.last;
    }
  });
  try {
    const results = await Promise.all(running);
    trail.last = lastEventId;
    run.record(trail, "ParallelStateSucceeded");
    return results;
  } catch (error) {
    inner.stop();
    await Promise.allSettled(running);
    if (error instanceof Stopped) throw error;
    trail.last = lastEventId;
    run.record(trail, "ParallelStateFailed");
    throw error;
  } finally {
    release();
  }
}
