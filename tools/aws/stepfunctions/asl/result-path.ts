import { fieldOf, isObject, type JsonValue } from "../../../support/json";
import { StateError, UnsupportedDefinition } from "./errors";
import { compileReference } from "./paths";

/** Puts a state's result at its ResultPath in a copy of the state's input. The arguments are not changed. */
export type ResultPath = (input: JsonValue, result: JsonValue) => JsonValue;

/** `undefined` and `$`: the result replaces the input. `null`: the result is discarded. */
export function compileResultPath(path: string | null | undefined): ResultPath {
  if (path === null) return (input) => input;
  if (path === undefined || path === "$") return (_input, result) => result;
  if (path.startsWith("$$"))
    throw new UnsupportedDefinition(`ResultPath "${path}": the context object cannot be written.`);
  const steps = compileReference(path);
  return (input, result) => place(input, steps, result, path);
}

function place(target: JsonValue, steps: readonly (string | number)[], result: JsonValue, path: string): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return result;
  if (typeof step === "number") {
    const within = Array.isArray(target) ? target[step] : undefined;
    if (!Array.isArray(target) || within === undefined) throw mismatch(path, target);
    return target.with(step, place(within, rest, result, path));
  }
  if (!isObject(target)) throw mismatch(path, target);
  // A missing parent is created; a parent that is not an object is not overwritten.
  return { ...target, [step]: place(fieldOf(target, step) ?? (rest.length ? {} : null), rest, result, path) };
}

function mismatch(path: string, target: JsonValue): StateError {
  const cause = `Unable to apply ResultPath "${path}" to input ${JSON.stringify(target)}`;
  return new StateError("States.ResultPathMatchFailure", cause);
}
