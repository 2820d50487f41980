import type { Finding } from "./finding";
import { Text } from "./text";

/** The rule of findings that say which document changes. What its change does is for the examiner of such documents to say. */
export const DOCUMENT_CHANGED = "document-changed";

/** The findings as sentences, without those that only repeat another one. */
export function tidied(findings: readonly Finding[]): readonly Finding[] {
  return withoutSaidDocuments(findings).map((finding) => ({ ...finding, text: withFullStop(finding.text) }));
}

/** Leaves out that a document of a resource changes where another finding on it, or one that names it, says what that does. */
function withoutSaidDocuments(findings: readonly Finding[]): readonly Finding[] {
  const said = new Set(findings.filter(({ rule }) => rule !== DOCUMENT_CHANGED).flatMap(placesOf));
  return findings.filter(({ rule, plan, address }) => rule !== DOCUMENT_CHANGED || !said.has(placeOf(plan, address)));
}

function placesOf({ section, plan, address, text, details = [] }: Finding): string[] {
  if (section !== "workflows" && section !== "permissions") return [];
  const named = [text, ...details].flatMap(({ parts }) =>
    parts.flatMap((part) => (typeof part === "string" ? [] : [part.data])),
  );
  return [address, ...named].map((each) => placeOf(plan, each));
}

function placeOf(plan: string, address: string): string {
  return JSON.stringify([plan, address]);
}

function withFullStop(text: Text): Text {
  return String(text).endsWith(".") ? text : new Text([...text.parts, "."]);
}
