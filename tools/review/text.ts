import { isPlanObject, type PlanValue } from "../terraform/plan-value";

/** A piece of a sentence: our words, or data of the plan such as the name of a state or a value. */
export type Part = string | { readonly data: string };

/**
 * A sentence of a report. It keeps our words and data of the plan apart: data is hostile, as far as we know, so each
 * format escapes and marks it.
 */
export class Text {
  constructor(readonly parts: readonly Part[]) {}

  /** The sentence with each piece of data replaced by `(sensitive)`. */
  redacted(): Text {
    return new Text(this.parts.map((part) => (typeof part === "string" ? part : { data: "(sensitive)" })));
  }

  /** Plain text, with data as it is. */
  toString(): string {
    return this.parts.map((part) => (typeof part === "string" ? part : part.data)).join("");
  }
}

/** What a sentence may interpolate: data of the plan, or a sentence of our own. A list is joined by commas. */
export type Said = PlanValue | Text | readonly (PlanValue | Text)[];

/** Makes a sentence, as in ``say`State ${name} is removed` ``. To interpolate our own words, interpolate a {@link Text}. */
export function say(words: TemplateStringsArray, ...data: readonly Said[]): Text {
  return new Text(words.flatMap((word, index) => [...(word === "" ? [] : [word]), ...partsOf(data[index])]));
}

/** Joins sentences or parts of them. */
export function join(texts: readonly Text[], separator = ", "): Text {
  return new Text(texts.flatMap(({ parts }, index) => (index === 0 ? parts : [separator, ...parts])));
}

function partsOf(said: Said | undefined): readonly Part[] {
  if (said === undefined) return [];
  if (said instanceof Text) return said.parts;
  if (isList(said)) return join(said.map((each) => new Text(partsOf(each)))).parts;
  return [{ data: isPlanObject(said) ? JSON.stringify(said) : String(said) }];
}

function isList(said: Said): said is readonly (PlanValue | Text)[] {
  return Array.isArray(said);
}
