import { isObject, type JsonObject, type JsonValue } from "../../../support/json";
import { runtimeError } from "./errors";
import { compileExpression } from "./intrinsics";
import type { Scope } from "./paths";

/** A compiled payload template (Parameters, ResultSelector, ItemSelector). It shares parts without a path. */
export type Template = (scope: Scope) => JsonValue;

export function compileTemplate(template: JsonValue): Template {
  if (Array.isArray(template)) return isFixed(template) ? () => template : compileItems(template);
  if (!isObject(template) || isFixed(template)) return () => template;
  const fields = Object.entries(template).map(([key, value]) => compileField(key, value));
  return (scope) => {
    const result: JsonObject = {};
    for (const { name, read } of fields) result[name] = read(scope);
    return result;
  };
}

function compileItems(items: readonly JsonValue[]): Template {
  const compiled = items.map(compileTemplate);
  return (scope) => compiled.map((item) => item(scope));
}

function compileField(key: string, value: JsonValue): { name: string; read: Template } {
  if (!key.endsWith(".$") || typeof value !== "string") return { name: key, read: compileTemplate(value) };
  const expression = compileExpression(value);
  const read: Template = (scope) => {
    const found = expression(scope);
    if (found === undefined)
      throw runtimeError(
        `The JSONPath '${value}' specified for the field '${key}' could not be found in the input '${JSON.stringify(scope.data)}'`,
      );
    return found;
  };
  return { name: key.slice(0, -2), read };
}

function isFixed(template: JsonValue): boolean {
  if (Array.isArray(template)) return template.every(isFixed);
  if (!isObject(template)) return true;
  return Object.entries(template).every(([key, value]) => !key.endsWith(".$") && isFixed(value));
}
