/** What a text holds, or, if it is not JSON, where it breaks as far as that is known: the end of a sentence. */
export type Parsed = { isJson: true; value: unknown } | { isJson: false; problem: string };

/** Parses JSON text of any depth. The parser's own message is kept back, because it quotes the text. */
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
  if (position !== undefined) return `it breaks at character ${Number(position) + 1}`;
  return message.includes("end of JSON") ? "it ends too early" : "it holds what JSON does not allow";
}
