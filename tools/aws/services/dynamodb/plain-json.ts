import type { JsonObject, JsonValue } from "../../../support/json";

/**
 * A deep copy as plain JSON, so that a caller who changes an answer does not change the stored item. Faster than
 * serializing, which would copy every long string.
 */
export function plainJson(value: object): JsonObject {
  // fromEntries makes own fields even for names like `__proto__`.
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === undefined ? [] : [[key, plainValue(field)]])),
  );
}

function plainValue(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === "object" && value !== null) return plainJson(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value === null) return null;
  throw new TypeError(`A ${typeof value} came where JSON was expected.`);
}
