import type { DefinitionOf } from "../definition";
import { compileResultPath } from "../result-path";
import { compilePicker, nextOf, type State, scopeOf } from "../state";
import { compileTemplate } from "../templates";

export function compilePass(name: string, definition: DefinitionOf<"Pass">): State {
  const pickInput = compilePicker(definition.InputPath);
  const pickOutput = compilePicker(definition.OutputPath);
  const template = definition.Parameters === undefined ? undefined : compileTemplate(definition.Parameters);
  const place = compileResultPath(definition.ResultPath);
  const { Result } = definition;
  const next = nextOf(definition);
  return {
    name,
    type: "Pass",
    targets: next === undefined ? [] : [next],
    run: (visit) => {
      const data = pickInput(visit, visit.input);
      const made = template ? template(scopeOf(visit, data)) : data;
      // A Result of false, 0, "" or null is a result like any other.
      const result = Result === undefined ? made : Result;
      const placed = place(visit.input, result);
      visit.test?.see({
        ...(Result === undefined ? { afterInputPath: data, afterParameters: made } : { result }),
        afterResultSelector: result,
        afterResultPath: placed,
      });
      return { output: pickOutput(visit, placed), next };
    },
  };
}
