import { fillPlaceholders, placeholdersIn } from "../../asl/placeholders";
import { Refused } from "./refused";
import { attributeFor, type Resource } from "./rights/resource";

/**
 * What is put in place of `${Name}`: a value, a reference of Terraform, or of a resource what the placeholder's name ends
 * with, its `Arn`, `Name` or `Url`.
 */
export type Substitutions = Readonly<Record<string, string | number | Resource>>;

/** Names of the placeholders in a text that have no value. */
export function unsupplied(text: string, substitutions: Substitutions): string[] {
  return placeholdersIn(text).filter((name) => replacementOf(name, substitutions) === undefined);
}

/** Names of the values for which none of the texts has a placeholder. */
export function unplaced(texts: readonly string[], substitutions: Substitutions): string[] {
  const used = new Set(texts.flatMap(placeholdersIn));
  return Object.keys(substitutions).filter((name) => !used.has(name));
}

/**
 * The text of a file with each placeholder's value in its place. Throws {@link Refused} unless every placeholder has a
 * value and every value has a placeholder.
 */
export function fillIn(file: string, text: string, substitutions: Substitutions): string {
  for (const name of unsupplied(text, substitutions)) {
    const supplied = Object.keys(substitutions).join(", ") || "none";
    throw new Refused(
      `The placeholder \${${name}} in ${file} has no value; supplied: ${supplied}. Supply ${name} where the file is used, or correct its name.`,
    );
  }
  const [idle, ...more] = unplaced([text], substitutions);
  if (idle !== undefined) {
    throw new Refused(
      `${file} has no placeholder for ${[idle, ...more].join(", ")}. Remove the value where the file is used, or write \${${idle}} where it belongs.`,
    );
  }
  return substitute(text, substitutions);
}

/** The text with each placeholder's value in its place; all must have one. */
export function substitute(text: string, substitutions: Substitutions): string {
  return fillPlaceholders(text, (name) => String(replacementOf(name, substitutions)));
}

function replacementOf(name: string, substitutions: Substitutions): string | number | undefined {
  const value = Object.hasOwn(substitutions, name) ? substitutions[name] : undefined;
  return typeof value === "object" ? attributeFor(name, value) : value;
}
