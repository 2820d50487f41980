import { fieldOf, isObject, type JsonObject, type JsonValue, textOf } from "../../../support/json";
import { compilePath } from "../../stepfunctions/asl/paths";

/** Turns an event into the target's input text. */
export type TargetInput = (event: JsonObject) => string;

/**
 * Compiles the input of a rule's target: the whole event, the constant `input`, the part at `input_path`, or the result
 * of the input transformer.
 */
export function compileTargetInput(target: JsonObject): TargetInput {
  const { input, input_path: path } = target;
  const transformer = target.input_transformer;
  if (typeof input === "string") return () => input;
  if (typeof path === "string") {
    const compiled = compilePath(path);
    return (data) => JSON.stringify(compiled.read({ data, context: {} }) ?? null);
  }
  const template = textOf(transformer, "input_template");
  return template === undefined ? JSON.stringify : compileTemplate(template, fieldOf(transformer, "input_paths"));
}

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html: `<name>` reads the path of
 * that name. Outside quotes it inserts JSON, a string with its quotes; within quotes it inserts bare text. A path that
 * the event lacks inserts nothing, so a template that needs it does not give JSON.
 */
function compileTemplate(template: string, paths: JsonValue | undefined): TargetInput {
  const known = new Map(
    Object.entries(isObject(paths) ? paths : {}).map(([name, path]) => [name, compilePath(String(path))]),
  );
  const parts = template.split(/<([\w.-]+)>/).map((part, index) => {
    if (index % 2 === 0) return part;
    const path = known.get(part);
    if (path) return path;
    throw new Error(`the input template has <${part}>, but input_paths has no ${part}`);
  });
  return (data) => {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") text += part;
      else text += insertion(part.read({ data, context: {} }), isWithinQuotes(text));
    }
    return text;
  };
}

function isWithinQuotes(text: string): boolean {
  return (text.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 1;
}

function insertion(value: JsonValue | undefined, withinQuotes: boolean): string {
  if (value === undefined) return "";
  const json = JSON.stringify(value);
  if (!withinQuotes) return json;
  return typeof value === "string" ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
}
