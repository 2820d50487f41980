import type { JsonObject } from "../../support/json";
import { AwsError } from "../aws";

/** A required text field. Throws `code` (each service has its own) if it is missing or not text. */
export function requiredText(input: JsonObject, field: string, code = "ValidationException"): string {
  const value = input[field];
  if (typeof value === "string") return value;
  const came = value === undefined ? "nothing" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  throw new AwsError(code, `${field} must be a text, but ${came} came.`);
}
