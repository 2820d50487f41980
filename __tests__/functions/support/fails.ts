import { FunctionError } from "../../../functions/shared/errors";

/** The FunctionError that the promise is rejected with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<FunctionError> {
  const outcome = await promise.then(
    () => "it was fulfilled",
    (error: unknown) => error,
  );
  if (outcome instanceof FunctionError) return outcome;
  throw new Error(`Expected a FunctionError, but got: ${String(outcome)}`);
}
