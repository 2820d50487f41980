import type { Problems } from "../shared/problems";

/** The deepest fields of an order are at /items/N/sku; anything deeper is in an unknown field and refused anyway. */
export const deepest = 3;

/** The message for a field that an object has more than once. */
export const repeatedField = "Expected this field once, but the object has it more than once. Keep one of them.";

interface Level {
  /** Names seen so far; undefined in an array and below the deepest level. */
  readonly names: Set<string> | undefined;
  /** The name or index of the next value. */
  token: string | number;
}

/**
 * Adds a problem for each field that an object has twice. A JSON parser silently keeps one of the two, and two parsers
 * may keep different ones, so the order is ambiguous. `text` must be valid JSON.
 */
export function addRepeatedFields(text: string, problems: Problems): void {
  const levels: Level[] = [];
  for (let i = 0; i < text.length; i++) {
    const level = levels.at(-1);
    switch (text[i]) {
      case "{":
        levels.push({ names: levels.length < deepest ? new Set() : undefined, token: "" });
        break;
      case "[":
        levels.push({ names: undefined, token: 0 });
        break;
      case "}":
      case "]":
        levels.pop();
        break;
      case ",":
        if (typeof level?.token === "number") level.token += 1;
        break;
      case '"': {
        const end = endOfString(text, i);
        if (level?.names && isName(text, end)) noteName(level, level.names, text.slice(i, end), levels, problems);
        i = end - 1;
      }
    }
  }
}

/** The index after the closing quote. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

/** In an object, the string before a colon is a name. */
function isName(text: string, end: number): boolean {
  let i = end;
  while (/\s/.test(text[i] ?? "")) i += 1;
  return text[i] === ":";
}

function noteName(level: Level, names: Set<string>, quoted: string, levels: readonly Level[], problems: Problems) {
  const name: string = JSON.parse(quoted);
  level.token = name;
  if (names.has(name)) {
    const path = levels.map(({ token }) => token);
    problems.add(path, repeatedField);
  }
  names.add(name);
}
