import { TemplateObject } from "./template";

/** `$util` of mapping templates. Stateless, so one serves every request. */
export const templateUtil = new TemplateObject({
  escapeJavaScript: (text: unknown) => escapeJavaScript(String(text)),
  parseJson: (text: unknown): unknown => JSON.parse(String(text)),
  urlEncode: (text: unknown) =>
    encodeURIComponent(String(text)).replace(/%20|[!'()~]/g, (char) => FORM_ENCODED[char] ?? char),
  urlDecode: (text: unknown) => decodeURIComponent(String(text).replaceAll("+", " ")),
  base64Encode: (text: unknown) => Buffer.from(String(text), "utf8").toString("base64"),
  base64Decode: (text: unknown) => Buffer.from(String(text), "base64").toString("utf8"),
});

/** Where java.net.URLEncoder, which speaks application/x-www-form-urlencoded, differs from encodeURIComponent. */
const FORM_ENCODED: { readonly [char: string]: string } = {
  "%20": "+",
  "!": "%21",
  "'": "%27",
  "(": "%28",
  ")": "%29",
  "~": "%7E",
};

const SHORT_ESCAPES: { readonly [char: string]: string } = {
  "\b": "\\b",
  "\n": "\\n",
  "\t": "\\t",
  "\f": "\\f",
  "\r": "\\r",
};

/**
 * Escapes as API Gateway does: the characters that JSON must escape, also `'` and `/` (`\'` is not valid JSON, so
 * templates repair it), and every non-ASCII character. Each UTF-16 unit of those becomes six characters.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference
 */
function escapeJavaScript(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds the control characters to escape.
  return text.replace(/["'\\/\u0000-\u001f\u007f-\uffff]/g, (char) => {
    if (char === '"' || char === "'" || char === "\\" || char === "/") return `\\${char}`;
    return SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
}
