import type { Text } from "../text";
import { cut, visible } from "./visible";

/** The longest piece of data in a report, in characters. */
export const MOST_DATA = 400;

/** The longest sentence, in characters: one that lists a thousand states would push out the other findings. */
const MOST_SENTENCE = 4000;

const ARROW = " → ";

/**
 * A code span with this text. GitHub makes no link, mention, reference or emoji in one, and the text can end neither the
 * span nor the line. Sources: https://spec.commonmark.org/0.31.2/#code-spans, and the elements that GitHub's filters
 * ignore: https://rubydoc.info/gems/html-pipeline/HTMLPipeline/NodeFilter/MentionFilter
 */
export function code(data: string): string {
  return span(shown(data));
}

/** The same for a cell of a table, which a pipe would end even in a code span. */
export function cellCode(data: string): string {
  return span(shown(data).replaceAll("|", "\\u007c"));
}

/** A sentence: data as code spans, our words without markup. "3 → 9" is one span, so that it can be searched for. */
export function inline({ parts }: Text): string {
  let written = "";
  let data: string | undefined;
  for (const [index, part] of parts.entries()) {
    if (written.length > MOST_SENTENCE) return `${written} …`;
    if (typeof part !== "string") {
      data = `${data ?? ""}${shown(part.data)}`;
    } else if (part === ARROW && data !== undefined && typeof parts[index + 1] === "object") {
      data += ARROW;
    } else {
      written += endOfData() + words(part);
    }
  }
  return written + endOfData();

  function endOfData(): string {
    const ended = data === undefined ? "" : span(data);
    data = undefined;
    return ended;
  }
}

/** Words of this project as Markdown that shows them as they are. */
export function words(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("`", "&#96;")
    .replace(/[\\*[\]|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&");
}

function shown(data: string): string {
  return data === "" ? '""' : cut(visible(data), MOST_DATA);
}

function span(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  // CommonMark strips one space from both ends; a backtick at an end would join the delimiter.
  const isPadded = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim() !== "");
  return isPadded ? `${ticks} ${text} ${ticks}` : `${ticks}${text}${ticks}`;
}
