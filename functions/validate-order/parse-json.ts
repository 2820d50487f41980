/** The value of a text or, if it is not JSON, where it is invalid, if known. `problem` completes a sentence. */
export type Parsed = { isJson: true; value: unknown } | { isJson: false; problem: string };

/** Parses JSON text of any depth. The parser's own message is not passed on, because it quotes the text. */
export function parseJson(text: string): Parsed {
  if (text.trim() === "") return { isJson: false, problem: "it is empty" };
  try {
    return { isJson: true, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { isJson: false, problem: describe(error) };
  }
}

function describe({ message }: SyntaxError): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return `it is invalid at character ${Number(position) + 1}`;
  return message.includes("end of JSON") ? "it ends too early" : "it contains something that JSON does not allow";
}
