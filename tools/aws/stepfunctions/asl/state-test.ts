import type { JsonObject, JsonValue } from "../../../support/json";
import type { StateError } from "./errors";

export interface StateTestOptions {
  /** How often the retrier of the error tried before. */
  readonly retryCount: number;
  /** In place of the context object; undefined for the run's own. */
  readonly context: JsonObject | undefined;
  /** Gives or throws what the mock says. */
  readonly mocked: () => JsonValue;
  /** How many iterations of a Map failed. */
  readonly failedIterations: number;
  /** What the ItemReader of a Map reads. */
  readonly readItems: readonly JsonValue[];
}

/**
 * One visit of a state by TestState: a single try, seen step by step.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export class StateTest {
  /** By the fields of InspectionData. */
  readonly seen: JsonObject = {};
  /** By what the error was handled, if by anything. */
  handled: { readonly status: "RETRIABLE" | "CAUGHT_ERROR"; readonly error: StateError } | undefined;

  constructor(readonly options: StateTestOptions) {}

  see(fields: Readonly<Record<string, JsonValue | undefined>>): void {
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) this.seen[name] = value;
  }
}
