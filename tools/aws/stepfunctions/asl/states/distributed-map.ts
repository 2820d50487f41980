import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../../../support/json";
import { compileHandling } from "../attempts";
import type { ChildWorkflow } from "../child-workflow";
import type { DefinitionOf } from "../definition";
import { StateError } from "../errors";
import type { Flow } from "../flow";
import { Trail } from "../history";
import { compileBatcher } from "../item-batches";
import { compileItemReader, itemsOfInput } from "../item-reader";
import { compilePath } from "../paths";
import { compileResult } from "../results";
import type { MapRunCounts, MapRunRecord, ResourceFinder } from "../run";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
import type { StateTest } from "../state-test";
import { Stopped } from "../stop";
import { compileTemplate } from "../templates";
import { MapRun } from "./map-run";
import { mockedMap } from "./mocked-map";

/** A Map that runs each item, or batch of items, in its own execution with its own history. */
export function compileDistributedMap(
  name: string,
  definition: DefinitionOf<"Map">,
  processor: { flow: Flow; type: ChildWorkflow["type"] },
  find: ResourceFinder,
): State {
  const pickInput = compilePicker(definition.InputPath);
  const path = compilePath(definition.ItemsPath);
  const reader = definition.ItemReader && compileItemReader(definition.ItemReader, find);
  const selector = definition.ItemSelector === undefined ? undefined : compileTemplate(definition.ItemSelector);
  const batcher = compileBatcher(definition.ItemBatcher);
  const label = definition.Label ?? name;
  const finish = compileResult(definition);
  const handling = compileHandling(definition.Retry, definition.Catch);
  const next = nextOf(definition);

  /** Each item as its child receives it. `$$.Map.Item` identifies the item. */
  function* selected(items: readonly JsonValue[], visit: Visit, data: JsonValue): Generator<JsonValue, void> {
    for (const [index, item] of items.entries()) {
      const map = { Item: { Index: index, Value: item } };
      yield selector ? selector(scopeOf({ ...visit, map }, data)) : item;
    }
  }

  function mockedRun(visit: Visit, test: StateTest): JsonValue {
    const data = pickInput(visit, visit.input);
    test.see({ afterInputPath: data });
    const scope = scopeOf(visit, data);
    const items = reader ? test.options.readItems : itemsOfInput(path.read(scope), definition.ItemsPath);
    if (!reader) test.see({ afterItemsPath: [...items] });
    const inputs = [...selected(items, visit, data)];
    if (selector) test.see({ afterItemSelector: inputs });
    if (definition.ItemBatcher) test.see({ afterItemBatcher: [...batcher(inputs, scope)].map(({ input }) => input) });
    return mockedMap(test, definition, items.length);
  }

  /** Makes a Map run, or redrives the last one, and returns the outputs of its children. */
  async function runOnce(visit: Visit, data: JsonValue): Promise<JsonValue[]> {
    const { run, trail, progress, retryCount } = visit;
    const { mapRun: earlier } = progress;
    if (earlier && retryCount === 0) {
      recordRedrive(visit, earlier.record);
      return followed(visit, earlier.record, () => earlier.redrive(visit));
    }
    progress.mapRun = undefined;
    const scope = scopeOf(visit, data);
    const given = reader ? [] : itemsOfInput(path.read(scope), definition.ItemsPath);
    const stateMachineArn = `${run.caller.stateMachineArn}/${label}`;
    const mapRunArn = `${stateMachineArn.replace(":stateMachine:", ":mapRun:")}:${randomUUID()}`;
    run.record(trail, "MapStateStarted", { key: "mapStateStartedEventDetails", fields: { length: given.length } });
    const record = recordOf(mapRunArn, definition);
    run.mapRuns.push(record);
    run.record(trail, "MapRunStarted", { key: "mapRunStartedEventDetails", fields: { mapRunArn } });
    return followed(visit, record, async () => {
      const items = reader ? await reader(visit, data) : given;
      const batches = batcher(selected(items, visit, data), scope);
      const child = { ...processor, stateMachineArn, mapRunArn };
      const mapRun = new MapRun(visit, child, items.length, batches, record);
      progress.mapRun = mapRun;
      return mapRun.run();
    });
  }

  return {
    name,
    type: "Map",
    targets: [...handling.targets, ...(next === undefined ? [] : [next])],
    run: (entered) => {
      const { run, trail } = entered;
      let runFailed = false;
      const attempt = async (visit: Visit) => {
        if (visit.test) return { output: finish(visit, mockedRun(visit, visit.test)), next };
        runFailed = false;
        const results = await runOnce(visit, pickInput(visit, visit.input)).catch((error: unknown) => {
          runFailed = error instanceof StateError && !error.fatal;
          throw error;
        });
        run.record(trail, "MapRunSucceeded");
        // On AWS the exit of the state follows the Map run, not this event.
        run.record(new Trail(trail.last), "MapStateSucceeded");
        return { output: finish(visit, results), next };
      };
      return handling.run(entered, attempt, () => {
        if (runFailed) run.record(trail, "MapStateFailed");
      });
    },
  };
}

/** Keeps the record of a Map run up to date. */
async function followed(visit: Visit, record: MapRunRecord, work: () => Promise<JsonValue[]>): Promise<JsonValue[]> {
  try {
    const results = await work();
    record.status = "SUCCEEDED";
    return results;
  } catch (error) {
    record.status = error instanceof Stopped ? "ABORTED" : "FAILED";
    if (error instanceof StateError && !error.fatal) recordFailure(visit, error);
    throw error;
  } finally {
    record.stoppedAt = Date.now();
  }
}

function recordRedrive({ run, trail }: Visit, record: MapRunRecord): void {
  record.status = "RUNNING";
  record.redriveCount += 1;
  record.redrivenAt = Date.now();
  delete record.stoppedAt;
  run.record(trail, "MapRunRedriven", {
    key: "mapRunRedrivenEventDetails",
    fields: { mapRunArn: record.arn, redriveCount: record.redriveCount },
  });
}

function recordOf(arn: string, definition: DefinitionOf<"Map">): MapRunRecord {
  return {
    arn,
    startedAt: Date.now(),
    status: "RUNNING",
    limits: {
      maxConcurrency: definition.MaxConcurrency,
      toleratedFailureCount: definition.ToleratedFailureCount,
      toleratedFailurePercentage: definition.ToleratedFailurePercentage,
    },
    items: noCounts(),
    executions: noCounts(),
    redriveCount: 0,
  };
}

function noCounts(): MapRunCounts {
  return { total: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0 };
}

function recordFailure({ run, trail }: Visit, { error, cause }: StateError): void {
  run.record(trail, "MapRunFailed", { key: "mapRunFailedEventDetails", fields: { error, cause } });
}
