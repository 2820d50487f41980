import { type JsonObject, type JsonValue, textOf } from "../../../support/json";
import type { ItemReaderDefinition } from "./definition";
import { runtimeError, StateError } from "./errors";
import type { ResourceFinder } from "./run";
import { scopeOf, type Visit } from "./state";
import { compileTemplate } from "./templates";
import { bounded } from "./timers";

/** Gives the items of a distributed Map. The payload limit does not apply to them. */
export type ItemReader = (visit: Visit, data: JsonValue) => Promise<readonly JsonValue[]>;

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html: a JSON array in an object of S3,
 * read with the role of the machine. Every failure is States.ItemReaderFailed.
 */
export function compileItemReader(definition: ItemReaderDefinition, find: ResourceFinder): ItemReader {
  const getObject = find("arn:aws:states:::aws-sdk:s3:getObject");
  const template = compileTemplate(definition.Parameters);
  const { MaxItems } = definition.ReaderConfig;
  return async (visit, data) => {
    const parameters = template(scopeOf(visit, data));
    try {
      const caller = { ...visit.run.caller, stateName: visit.stateName };
      const answer = await bounded(() => getObject.run(parameters, caller), visit.stop, undefined);
      return itemsOf(textOf(answer, "Body"), parameters).slice(0, MaxItems);
    } catch (error) {
      if (!(error instanceof StateError) || error.error === "States.ItemReaderFailed") throw error;
      throw failed(error.cause ?? error.message);
    }
  };
}

/** The items of a distributed Map that come in its input. */
export function itemsOfInput(found: JsonValue | undefined, path: string): readonly JsonValue[] {
  if (Array.isArray(found)) return found;
  throw runtimeError(`Reference path "${path}" must point to array.`);
}

function itemsOf(body: string | undefined, parameters: JsonValue): JsonValue[] {
  let items: JsonValue;
  try {
    items = JSON.parse(body ?? "");
  } catch (error) {
    const { Bucket, Key }: JsonObject = Object(parameters);
    const reason = error instanceof Error ? error.message : String(error);
    throw failed(`The object ${Key} of the bucket ${Bucket} is not JSON: ${reason}`);
  }
  if (Array.isArray(items)) return items;
  throw failed("Attempting to map over non-iterable node.");
}

function failed(cause: string): StateError {
  return new StateError("States.ItemReaderFailed", cause);
}
