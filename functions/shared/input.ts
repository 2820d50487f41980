import type * as z from "zod/mini";
import { FunctionError } from "./errors";
import { jsonPointer } from "./json-pointer";

/**
 * The event of a function as a typed value. Throws InvalidInput, which names the wrong paths and never a value: a
 * malformed address or token must not reach a log.
 */
export function readInput<Input>(functionName: string, schema: z.ZodMiniType<Input>, event: unknown): Input {
  const input = schema.safeParse(event);
  if (input.success) return input.data;
  const paths = input.error.issues.map((issue) => jsonPointer(issue.path) || "the input itself").slice(0, 10);
  throw new FunctionError(
    "InvalidInput",
    `${functionName} cannot use its input. Missing or wrong: ${[...new Set(paths)].join(", ")}. ` +
      "Compare the Payload of the state that calls it with the function's input schema.",
  );
}
