import { mayHoldCardNumber } from "./card-number";

const longestToken = 100;

/**
 * The JSON Pointer (RFC 6901) to a place in a document; the whole document is `""`. A field's name is the client's own
 * text, so a long one is cut, lone surrogates, which UTF-8 cannot encode, are replaced, and a name that may contain a
 * card number is left out.
 */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((token) => `/${escapeToken(String(token))}`).join("");
}

function escapeToken(token: string): string {
  if (mayHoldCardNumber(token)) return "…";
  const short = token.length > longestToken ? `${token.slice(0, longestToken)}…` : token;
  return short
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replaceAll("~", "~0")
    .replaceAll("/", "~1");
}
