import type { JsonValue } from "../../../../support/json";
import { compileHandling } from "../attempts";
import type { DefinitionOf } from "../definition";
import { type Flow, runFlow } from "../flow";
import { Trail } from "../history";
import { Place } from "../place";
import { compileResult } from "../results";
import { linesOf, Siblings } from "../siblings";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
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
    run: (entered) => {
      let within = false;
      const attempt = async (visit: Visit) => {
        const { test } = visit;
        // AWS shows no more of the input: test_io_parallel_state_mock_success of LocalStack's tests against AWS.
        if (test) return { output: finish(visit, test.options.mocked()), next };
        const data = pickInput(visit, visit.input);
        const input = template ? template(scopeOf(visit, data)) : data;
        within = true;
        const results = await runBranches(visit, branches, input);
        within = false;
        return { output: finish(visit, results), next };
      };
      return handling.run(entered, attempt, () => {
        if (within) entered.run.record(entered.trail, "ParallelStateFailed");
      });
    },
  };
}

/** Runs all branches at once, except those that ended before a redrive. The first failure stops the others. */
async function runBranches(visit: Visit, branches: readonly Flow[], input: JsonValue): Promise<JsonValue[]> {
  const { run, trail, map } = visit;
  const { startedId, places } = linesOf(visit, branches.length, () => run.record(trail, "ParallelStateStarted"));
  const siblings = new Siblings(visit);
  let lastEventId = startedId;
  const running = branches.map(async (branch, index) => {
    const place = places[index] ?? new Place();
    if (place.ended) return place.ended.output;
    const own = new Trail(startedId);
    const line = { run, trail: own, stop: siblings.stop, place, ...(map && { map }) };
    const result = await siblings.run({ trail: own }, () => runFlow(branch, input, line));
    lastEventId = own.last;
    return result;
  });
  try {
    const results = await Promise.all(running);
    trail.last = lastEventId;
    // On AWS the exit of the state follows the last branch, not this event.
    run.record(new Trail(lastEventId), "ParallelStateSucceeded");
    return results;
  } catch (error) {
    await Promise.allSettled(running);
    if (!siblings.failure) throw error;
    trail.last = siblings.failure.lastEventId;
    throw siblings.failure.error;
  } finally {
    siblings.release();
  }
}
