import type { JsonValue } from "../../../../support/json";
import type { DefinitionOf } from "../definition";
import type { StateTest } from "../state-test";
import { exceeded } from "./map-run";

/**
 * What the mock of a Map gives in TestState. A number of failed iterations counts only against a tolerance that the Map
 * names, as recorded in test_state_configuration of LocalStack's tests against AWS.
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
