import type { JsonValue } from "../../../../support/json";
import type { DefinitionOf } from "../definition";
import type { StateTest } from "../state-test";
import { exceeded } from "./map-run";

/**
 * The mocked result of a Map in TestState. The number of failed iterations counts only if the Map has a tolerance, as
 * recorded in test_state_configuration of LocalStack's tests against AWS.
 */
export function mockedMap(test: StateTest, definition: DefinitionOf<"Map">, iterations: number): JsonValue {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage, MaxConcurrency } = definition;
  test.see({
    maxConcurrency: MaxConcurrency,
    toleratedFailureCount: count,
    toleratedFailurePercentage: percentage,
  });
  const results = test.options.mocked();
  const { failedIterations: failed } = test.options;
  if (count !== undefined && failed > count) throw exceeded();
  if (percentage !== undefined && (failed * 100) / iterations > percentage) throw exceeded();
  return results;
}
