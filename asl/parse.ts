import { type AslObject, isObject } from "./states";

/** The text is not a definition. The message is one line with the place and the fix. */
export class DefinitionError extends Error {}

/** Parses the text of a definition. `file` is its name in messages. Throws a {@link DefinitionError}. */
export function parseDefinition(file: string, text: string): AslObject {
  const definition = parseJson(file, text);
  if (isObject(definition)) return definition;
  throw new DefinitionError(
    `${file} is no object, expected { "StartAt": ..., "States": { ... } }. Write a state machine.`,
  );
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const [reason = "not JSON", position] = String(cause instanceof Error ? cause.message : cause).split(
      " in JSON at position ",
    );
    const before = text.slice(0, position === undefined ? text.length : Number.parseInt(position, 10)).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    const place = `${file}:${before.length}:${column}`;
    throw new DefinitionError(`${place}: ${reason}. Write strict JSON: no comments, no trailing commas.`, { cause });
  }
}
