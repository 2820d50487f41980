import type { JsonObject, JsonValue } from "../../../support/json";
import { compileResultPath } from "./result-path";
import { compilePicker, scopeOf, type Visit } from "./state";
import { compileTemplate } from "./templates";

/** Applies ResultSelector, ResultPath and OutputPath to the raw result of a Task, Map or Parallel. */
export type Finish = (visit: Visit, result: JsonValue) => JsonValue;

export function compileResult(definition: {
  ResultSelector?: JsonObject | undefined;
  ResultPath?: string | null | undefined;
  OutputPath?: string | null | undefined;
}): Finish {
  const select = definition.ResultSelector === undefined ? undefined : compileTemplate(definition.ResultSelector);
  const place = compileResultPath(definition.ResultPath);
  const pickOutput = compilePicker(definition.OutputPath);
  return (visit, result) => {
    const selected = select ? select(scopeOf(visit, result)) : result;
    const placed = place(visit.input, selected);
    visit.test?.see({ afterResultSelector: selected, afterResultPath: placed });
    return pickOutput(visit, placed);
  };
}
