import { type JsonObject, type JsonValue, textOf } from "../../support/json";
import { compilePath } from "../stepfunctions/asl/paths";

/** Turns a record into the target's input. */
export type InputTemplate = (record: JsonObject) => JsonValue;

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html: `<$.path>` reads the
 * record, and its body as JSON if it is JSON. Outside quotes it inserts JSON, a string with its quotes; within quotes
 * it inserts bare text, an object or array without its quotes. A path that leads nowhere gives the empty string.
 */
export function compileInputTemplate(template: string): InputTemplate {
  const parts = template.split(/<(\$[^>]*)>/).map((part, index) => (index % 2 === 0 ? part : compilePath(part)));
  return (record) => {
    const data = withParsedBody(record);
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") text += part;
      else text += insertion(part.read({ data, context: {} }), isWithinQuotes(text));
    }
    const json = parsed(text);
    return json === undefined ? text : json;
  };
}

function withParsedBody(record: JsonObject): JsonObject {
  const body = textOf(record, "body");
  const json = body === undefined ? undefined : parsed(body);
  return json === undefined ? record : { ...record, body: json };
}

function isWithinQuotes(text: string): boolean {
  return (text.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 1;
}

function insertion(found: JsonValue | undefined, withinQuotes: boolean): string {
  const value = found === undefined ? "" : found;
  const json = JSON.stringify(value);
  if (!withinQuotes) return json;
  return typeof value === "string" ? json.slice(1, -1) : json.replaceAll('"', "");
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
