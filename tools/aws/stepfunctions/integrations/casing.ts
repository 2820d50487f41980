import { isObject, type JsonObject, type JsonValue } from "../../../support/json";

/**
 * The Step Functions API names its fields `stateMachineArn`, but a state that calls it through an integration writes
 * and reads `StateMachineArn`. For every service, integrations use names with a capital first letter.
 */
export function lowerCamel(parameters: JsonObject): JsonObject {
  return renamed(parameters, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}

/** The reverse of {@link lowerCamel}. Times, which the API gives in epoch seconds, become ISO 8601 text. */
export function upperCamel(answer: JsonObject): JsonObject {
  return renamed(answer, (name) => name.charAt(0).toUpperCase() + name.slice(1), true);
}

function renamed(object: JsonObject, rename: (name: string) => string, times = false): JsonObject {
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    if (times && name.endsWith("Date") && typeof value === "number")
      result[rename(name)] = new Date(value * 1000).toISOString();
    else result[rename(name)] = renamedWithin(value, rename, times);
  }
  return result;
}

function renamedWithin(value: JsonValue, rename: (name: string) => string, times: boolean): JsonValue {
  if (Array.isArray(value)) return value.map((item) => renamedWithin(item, rename, times));
  return isObject(value) ? renamed(value, rename, times) : value;
}
