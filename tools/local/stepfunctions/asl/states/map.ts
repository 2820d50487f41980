import type { JsonObject, JsonValue } from "../../../aws";
import { compileHandling } from "../attempts";
import type { DefinitionOf } from "../definition";
import { runtimeError } from "../errors";
import { type Flow, runFlow } from "../flow";
import { Trail } from "../history";
import { compilePath } from "../paths";
import { compileResult } from "../results";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
import { Stopped, StopSwitch } from "../stop";
import { compileTemplate, type Template } from "../templates";

/** What AWS runs at once in an inline Map that names no limit: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const DEFAULT_CONCURRENCY = 40;

export function compileMap(name: string, definition: DefinitionOf<"Map">, processor: Flow): State {
  const pickInput = compilePicker(definition.InputPath);
  const items = compilePath(definition.ItemsPath);
  const selector = definition.ItemSelector === undefined ? undefined : compileTemplate(definition.ItemSelector);
  const concurrency = definition.MaxConcurrency || DEFAULT_CONCURRENCY;
  const finish = compileResult(definition);
  const handling = compileHandling(definition.Retry, definition.Catch);
  const next = nextOf(definition);
  return {
    name,
    type: "Map",
    targets: [...handling.targets, ...(next === undefined ? [] : [next])],
    run: (visit) =>
      handling.run(visit, async (retryCount) => {
        const data = pickInput(visit, visit.input);
        const list = items.read(scopeOf(visit, data, retryCount));
        if (!Array.isArray(list)) throw runtimeError(`Reference path "${definition.ItemsPath}" must point to array.`);
        const result = await new Iterations(visit, processor, selector, data, list).run(concurrency);
        return { output: finish(visit, result, retryCount), next };
      }),
  };
}

/** The iterations of one visit of a Map: some at a time, in order of the items, all stopped by the first that fails. */
class Iterations {
  private readonly stop = new StopSwitch();
  private readonly results: JsonValue[];
  private following = 0;
  private lastTrail: Trail;

  constructor(
    private readonly visit: Visit,
    private readonly processor: Flow,
    private readonly selector: Template | undefined,
    private readonly data: JsonValue,
    private readonly items: readonly JsonValue[],
  ) {
    this.results = new Array<JsonValue>(items.length);
    this.lastTrail = visit.trail;
  }

  async run(concurrency: number): Promise<JsonValue[]> {
    const { run, trail, stop } = this.visit;
    const details = { key: "mapStateStartedEventDetails", fields: { length: this.items.length } };
    const startedId = run.record(trail, "MapStateStarted", details);
    const release = stop.onStop(() => this.stop.stop());
    const lanes = Array.from({ length: Math.min(concurrency, this.items.length) }, () => this.lane(startedId));
    try {
      await Promise.all(lanes);
      trail.last = this.lastTrail.last;
      run.record(trail, "MapStateSucceeded");
      return this.results;
    } catch (error) {
      this.stop.stop();
      await Promise.allSettled(lanes);
      if (error instanceof Stopped) throw error;
      trail.last = this.lastTrail.last;
      run.record(trail, "MapStateFailed");
      throw error;
    } finally {
      release();
    }
  }

  private async lane(startedId: number): Promise<void> {
    for (let index = this.following++; index < this.items.length; index = this.following++) {
      this.stop.throwIfStopped();
      await this.iterate(index, startedId);
    }
  }

  private async iterate(index: number, startedId: number): Promise<void> {
    const { run, stateName } = this.visit;
    const trail = new Trail(startedId);
    const details = (key: string) => ({ key, fields: { name: stateName, index } });
    run.record(trail, "MapIterationStarted", details("mapIterationStartedEventDetails"));
    try {
      const map: JsonObject = { Item: { Index: index, Value: this.items[index] ?? null } };
      const input = this.inputOf(index, map);
      run.weigh(input, stateName);
      this.results[index] = await runFlow(this.processor, input, { run, trail, stop: this.stop, map });
      run.record(trail, "MapIterationSucceeded", details("mapIterationSucceededEventDetails"));
      this.lastTrail = trail;
    } catch (error) {
      if (error instanceof Stopped) {
        run.record(trail, "MapIterationAborted", details("mapIterationAbortedEventDetails"));
      } else {
        // The Map's own failure follows the state that failed, not the event that closes the iteration.
        this.lastTrail = new Trail(trail.last);
        run.record(trail, "MapIterationFailed", details("mapIterationFailedEventDetails"));
      }
      throw error;
    }
  }

  private inputOf(index: number, map: JsonObject): JsonValue {
    if (!this.selector) return this.items[index] ?? null;
    return this.selector(scopeOf({ ...this.visit, map }, this.data));
  }
}
