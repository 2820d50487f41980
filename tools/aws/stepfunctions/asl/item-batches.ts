import { type JsonObject, type JsonValue, jsonBytes } from "../../../support/json";
import type { ItemBatcherDefinition } from "./definition";
import type { Scope } from "./paths";
import { MOST_PAYLOAD_BYTES } from "./run";
import { compileTemplate } from "./templates";

/** The input of one child of a distributed Map, and the number of its items. */
export interface Batch {
  readonly input: JsonValue;
  readonly items: number;
}

/** Turns the items into inputs of children, one at a time and only on request. */
export type Batcher = (items: Iterable<JsonValue>, scope: Scope) => Generator<Batch, void>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
export function compileBatcher(definition: ItemBatcherDefinition | undefined): Batcher {
  if (!definition) return oneByOne;
  const { MaxItemsPerBatch = Number.POSITIVE_INFINITY, MaxInputBytesPerBatch = MOST_PAYLOAD_BYTES } = definition;
  const template = definition.BatchInput === undefined ? undefined : compileTemplate(definition.BatchInput);
  return function* batches(items, scope) {
    const common: JsonObject = template ? { BatchInput: template(scope) } : {};
    const emptyBytes = jsonBytes({ ...common, Items: [] });
    let batch: JsonValue[] = [];
    let bytes = emptyBytes;
    for (const item of items) {
      // One more for the comma. A batch has at least one item, even if that item is too large: its child then fails.
      const itemBytes = jsonBytes(item) + (batch.length > 0 ? 1 : 0);
      if (batch.length > 0 && (batch.length >= MaxItemsPerBatch || bytes + itemBytes > MaxInputBytesPerBatch)) {
        yield { input: { ...common, Items: batch }, items: batch.length };
        batch = [];
        bytes = emptyBytes;
      }
      bytes += jsonBytes(item) + (batch.length > 0 ? 1 : 0);
      batch.push(item);
    }
    if (batch.length > 0) yield { input: { ...common, Items: batch }, items: batch.length };
  };
}

function* oneByOne(items: Iterable<JsonValue>): Generator<Batch, void> {
  for (const item of items) yield { input: item, items: 1 };
}
