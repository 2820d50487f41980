import type { DefinitionOf } from "../definition";
import { runtimeError, StateError } from "../errors";
import { compileExpression } from "../intrinsics";
import { compilePicker, type State, scopeOf, type Visit } from "../state";

export function compileSucceed(name: string, definition: DefinitionOf<"Succeed">): State {
  const pickInput = compilePicker(definition.InputPath);
  const pickOutput = compilePicker(definition.OutputPath);
  return {
    name,
    type: "Succeed",
    targets: [],
    run: (visit) => {
      const data = pickInput(visit, visit.input);
      visit.test?.see({ afterInputPath: data });
      return { output: pickOutput(visit, data), next: undefined };
    },
  };
}

export function compileFail(name: string, definition: DefinitionOf<"Fail">): State {
  const error = compileText("ErrorPath", definition.Error, definition.ErrorPath);
  const cause = compileText("CausePath", definition.Cause, definition.CausePath);
  return {
    name,
    type: "Fail",
    targets: [],
    run: (visit) => {
      visit.test?.see({ afterInputPath: visit.input });
      throw new StateError(error(visit), cause(visit));
    },
  };
}

/** A literal text, or one from a path or an intrinsic function. */
function compileText(field: string, text: string | undefined, path: string | undefined) {
  if (path === undefined) return () => text;
  const expression = compileExpression(path);
  return (visit: Visit): string => {
    const found = expression(scopeOf(visit, visit.input));
    if (typeof found === "string") return found;
    const what = found === undefined ? "could not be found" : "is not a string";
    throw runtimeError(
      `The JSONPath '${path}' specified for the field '${field}' ${what} in the input '${JSON.stringify(visit.input)}'`,
    );
  };
}
