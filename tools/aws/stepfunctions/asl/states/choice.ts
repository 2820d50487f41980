import { textOf } from "../../../../support/json";
import { compileRule, type Rule } from "../choices";
import type { DefinitionOf } from "../definition";
import { StateError, UnsupportedDefinition } from "../errors";
import { compilePicker, type State, scopeOf } from "../state";

export function compileChoice(name: string, definition: DefinitionOf<"Choice">): State {
  const pickInput = compilePicker(definition.InputPath);
  const pickOutput = compilePicker(definition.OutputPath);
  const rules: { test: Rule; next: string }[] = definition.Choices.map((rule) => {
    const next = textOf(rule, "Next");
    if (next === undefined) throw new UnsupportedDefinition("A rule of a Choice needs a Next.");
    return { test: compileRule(rule), next };
  });
  const { Default } = definition;
  return {
    name,
    type: "Choice",
    targets: [...rules.map(({ next }) => next), ...(Default === undefined ? [] : [Default])],
    run: (visit) => {
      const data = pickInput(visit, visit.input);
      visit.test?.see({ afterInputPath: data });
      const scope = scopeOf(visit, data);
      const next = rules.find(({ test }) => test(scope))?.next ?? Default;
      if (next === undefined) throw noChoiceMatched(name);
      return { output: pickOutput(visit, data), next };
    },
  };
}

/** Choice has no Catch, so this error always ends the execution. */
function noChoiceMatched(name: string): StateError {
  return new StateError("States.NoChoiceMatched", `No choice of the state '${name}' matched, and it has no Default.`);
}
