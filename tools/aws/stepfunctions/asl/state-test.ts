import type { JsonObject, JsonValue } from "../../../support/json";
import type { StateError } from "./errors";

export interface StateTestOptions {
  /** The number of earlier tries by the retrier of the error. */
  readonly retryCount: number;
  /** Replaces the context object; undefined keeps the run's own. */
  readonly context: JsonObject | undefined;
  /** Returns the mock's result or throws its error. */
  readonly mocked: () => JsonValue;
  /** The number of failed iterations of a Map. */
  readonly failedIterations: number;
  /** The items that the ItemReader of a Map reads. */
  readonly readItems: readonly JsonValue[];
}

/**
 * One visit of a state by TestState: a single try, observed step by step.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export class StateTest {
  /** Keys are the fields of InspectionData. */
  readonly seen: JsonObject = {};
  /** The retrier or catcher that handled the error, if any. */
  handled: { readonly status: "RETRIABLE" | "CAUGHT_ERROR"; readonly error: StateError } | undefined;

  constructor(readonly options: StateTestOptions) {}

  see(fields: Readonly<Record<string, JsonValue | undefined>>): void {
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) this.seen[name] = value;
  }
}
