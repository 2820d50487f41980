import { isObject, type JsonObject, type JsonValue, textOf } from "../../../support/json";
import type { Action } from "./action";
import { required } from "./errors";

const DEFAULT_RESULTS = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html, by asl-validator. */
export const validateStateMachineDefinition: Action = async (input) => {
  const found = await diagnose(required(input, "definition"), textOf(input, "type") === "EXPRESS");
  const most = typeof input.maxResults === "number" && input.maxResults > 0 ? input.maxResults : DEFAULT_RESULTS;
  return {
    result: found.length === 0 ? "OK" : "FAIL",
    diagnostics: found.slice(0, most),
    truncated: found.length > most,
  };
};

/** The faults of a definition, one diagnostic each. */
export async function diagnose(text: string, isExpress: boolean): Promise<JsonObject[]> {
  let definition: JsonValue;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    return [diagnostic("INVALID_JSON_DESCRIPTION", error instanceof Error ? error.message : String(error), "/")];
  }
  if (!isObject(definition))
    return [diagnostic("SCHEMA_VALIDATION_FAILED", "The definition must be a JSON object", "/")];
  // Loaded on first use: loading takes a tenth of a second, and a run without a plan never needs it.
  const { default: validate } = await import("asl-validator");
  const { errors } = validate(definition, { checkPaths: true, checkArn: true });
  const found = errors.map((error) =>
    diagnostic("SCHEMA_VALIDATION_FAILED", error.Message, error.schemaError?.instancePath || "/"),
  );
  return isExpress ? [...found, ...waitsInExpress(definition, "")] : found;
}

/** The schema allows an Express machine to wait for a callback or a job; AWS refuses it. */
function waitsInExpress(value: JsonValue, at: string): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => waitsInExpress(item, `${at}/${index}`));
  if (!isObject(value)) return [];
  const [, pattern] = /(\.waitForTaskToken|\.sync)(?::2)?$/.exec(textOf(value, "Resource") ?? "") ?? [];
  const message = `Express state machine does not support '${pattern}' service integration`;
  const own = pattern ? [diagnostic("SCHEMA_VALIDATION_FAILED", message, `${at}/Resource`)] : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => waitsInExpress(inner, `${at}/${key}`))];
}

function diagnostic(code: string, message: string, location: string): JsonObject {
  return { severity: "ERROR", code, message, location };
}
