/**
 * Characters that a reader cannot see, or that change how others are shown: controls, line ends, bidirectional
 * formatting, every space but the plain one, and code points that fonts show as nothing.
 */
const HIDDEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text on one line, with each hidden character as an escape such as `\n` or `\u202e`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => SHORT[character] ?? escaped(character.codePointAt(0) ?? 0));
}

function escaped(codePoint: number): string {
  const hex = codePoint.toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

/** A text of at most `most` characters; a longer one is cut, and says how long it is. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // A cut between two surrogates would leave half a character.
  return `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}… (${text.length} characters)`;
}
