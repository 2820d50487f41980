import { Refused } from "./refused";

/** What is put in place of `${Name}`: a value or a reference of Terraform. */
export type Substitutions = Readonly<Record<string, string | number>>;

/** A text of a file, with where it stands for messages, such as `state HandOver of workflows/order-intake.asl.json`. */
export interface PlacedText {
  readonly text: string;
  readonly place: string;
}

const PLACEHOLDER = /\$\{([^}]*)\}/g;

/**
 * Throws {@link Refused} unless every placeholder of the texts has a value and every value has a placeholder. `file` is
 * named where a value is at fault.
 */
export function checkPlaceholders(file: string, texts: Iterable<PlacedText>, substitutions: Substitutions): void {
  const supplied = Object.keys(substitutions);
  const used = new Set<string>();
  for (const { text, place } of texts) {
    for (const [placeholder, name = ""] of text.matchAll(PLACEHOLDER)) {
      used.add(name);
      if (Object.hasOwn(substitutions, name)) continue;
      throw new Refused(
        `The placeholder ${placeholder} in ${place} has no value; supplied: ${supplied.join(", ") || "none"}. Supply ${name} where the file is used, or mend its name.`,
      );
    }
  }
  const idle = supplied.filter((name) => !used.has(name));
  if (idle.length === 0) return;
  throw new Refused(
    `${file} has no placeholder for ${idle.join(", ")}. Remove the value where the file is used, or write \${${idle[0]}} where it belongs.`,
  );
}

/** The text with each placeholder's value in its place, once {@link checkPlaceholders} found them complete. */
export function substitute(text: string, substitutions: Substitutions): string {
  return text.replace(PLACEHOLDER, (_, name: string) => String(substitutions[name]));
}
