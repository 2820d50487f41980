import type { JsonObject, JsonValue } from "../../../../support/json";
import { compileHandling } from "../attempts";
import type { DefinitionOf } from "../definition";
import { runtimeError } from "../errors";
import { type Flow, runFlow } from "../flow";
import { Trail } from "../history";
import { compilePath, type Scope } from "../paths";
import { Place } from "../place";
import { compileResult } from "../results";
import { linesOf, Siblings } from "../siblings";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
import { compileTemplate, type Template } from "../templates";
import { mockedMap } from "./mocked-map";

/** AWS's concurrency of an inline Map without a limit: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
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
    run: (entered) => {
      let within = false;
      const attempt = async (visit: Visit) => {
        const { test } = visit;
        const data = pickInput(visit, visit.input);
        test?.see({ afterInputPath: data });
        const list = items.read(scopeOf(visit, data));
        if (!Array.isArray(list)) throw runtimeError(`Reference path "${definition.ItemsPath}" must point to array.`);
        if (test) {
          const inputs = selector && list.map((item, index) => selector(itemScope(visit, index, item, data)));
          test.see({ afterItemsPath: list, afterItemSelector: inputs });
          return { output: finish(visit, mockedMap(test, definition, list.length)), next };
        }
        within = true;
        const result = await new Iterations(visit, processor, selector, data, list).run(concurrency);
        within = false;
        return { output: finish(visit, result), next };
      };
      return handling.run(entered, attempt, () => {
        if (within) entered.run.record(entered.trail, "MapStateFailed");
      });
    },
  };
}

/**
 * The iterations of one try of a Map. Runs some at a time, in item order; the first failure stops all. Iterations that
 * ended before a redrive keep their results.
 */
class Iterations {
  private readonly siblings: Siblings;
  private readonly results: JsonValue[];
  private places: readonly Place[] = [];
  private following = 0;
  private lastEventId = 0;

  constructor(
    private readonly visit: Visit,
    private readonly processor: Flow,
    private readonly selector: Template | undefined,
    private readonly data: JsonValue,
    private readonly items: readonly JsonValue[],
  ) {
    this.siblings = new Siblings(visit);
    this.results = new Array<JsonValue>(items.length);
  }

  async run(concurrency: number): Promise<JsonValue[]> {
    const { run, trail } = this.visit;
    const details = { key: "mapStateStartedEventDetails", fields: { length: this.items.length } };
    const { startedId, places } = linesOf(this.visit, this.items.length, () =>
      run.record(trail, "MapStateStarted", details),
    );
    this.places = places;
    this.lastEventId = startedId;
    const lanes = Array.from({ length: Math.min(concurrency, this.items.length) }, () => this.lane(startedId));
    try {
      await Promise.all(lanes);
      trail.last = this.lastEventId;
      // On AWS the exit of the state follows the last iteration, not this event.
      run.record(new Trail(trail.last), "MapStateSucceeded");
      return this.results;
    } catch (error) {
      await Promise.allSettled(lanes);
      const { failure } = this.siblings;
      if (!failure) throw error;
      trail.last = failure.lastEventId;
      throw failure.error;
    } finally {
      this.siblings.release();
    }
  }

  /** Iterations that run one after another. On AWS each follows the last state event of the previous one. */
  private async lane(startedId: number): Promise<void> {
    let lastEventId = startedId;
    for (let index = this.following++; index < this.items.length; index = this.following++) {
      this.siblings.stop.throwIfStopped();
      const place = this.places[index] ?? new Place();
      if (place.ended) this.results[index] = place.ended.output;
      else lastEventId = await this.iterate(index, place, lastEventId);
    }
  }

  /** Id of the last event of its states. */
  private async iterate(index: number, place: Place, after: number): Promise<number> {
    const { run, stateName } = this.visit;
    const { stop } = this.siblings;
    const trail = new Trail(after);
    const record = (how: string, where: Trail) => {
      const key = `mapIteration${how}EventDetails`;
      run.record(where, `MapIteration${how}`, { key, fields: { name: stateName, index } });
    };
    if (!place.position) record("Started", trail);
    this.results[index] = await this.siblings.run({ trail, ended: record }, async () => {
      const map: JsonObject = { Item: { Index: index, Value: this.items[index] ?? null } };
      const input = this.inputOf(index, map);
      run.weigh(input, stateName);
      return runFlow(this.processor, input, { run, trail, stop, map, place });
    });
    const { last } = trail;
    record("Succeeded", trail);
    this.lastEventId = trail.last;
    return last;
  }

  private inputOf(index: number, map: JsonObject): JsonValue {
    if (!this.selector) return this.items[index] ?? null;
    return this.selector(scopeOf({ ...this.visit, map }, this.data));
  }
}

function itemScope(visit: Visit, index: number, item: JsonValue, data: JsonValue): Scope {
  return scopeOf({ ...visit, map: { Item: { Index: index, Value: item } } }, data);
}
