import { type JsonObject, type JsonValue, textOf } from "../../../support/json";
import { StateError } from "../asl/errors";
import { asText, type Optimized } from "./optimized";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html. A function's error has its errorType as name
 * and the whole JSON answer as cause.
 */
export const lambda: readonly Optimized[] = [
  {
    resourceType: "lambda",
    resource: "invoke",
    action: "Invoke",
    input: ({ Payload, ...rest }) => (Payload === undefined ? rest : { ...rest, Payload: JSON.stringify(Payload) }),
    result: (answer) => {
      const payload = asText(answer.Payload);
      if (answer.FunctionError !== undefined) throw functionError(payload);
      const result: JsonObject = { Payload: parse(payload), StatusCode: answer.StatusCode ?? 200 };
      for (const field of ["ExecutedVersion", "LogResult"]) {
        const value = answer[field];
        if (value !== undefined) result[field] = value;
      }
      return result;
    },
  },
];

function functionError(payload: string): StateError {
  return new StateError(textOf(parse(payload), "errorType") ?? "Lambda.Unknown", payload);
}

/** A function may return nothing at all; the answer is then not JSON. */
function parse(payload: string): JsonValue {
  return payload === "" ? null : JSON.parse(payload);
}
