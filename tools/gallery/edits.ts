import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Edit } from "./change";

/** Makes edits below a folder, and returns a function that takes them back. Throws if a file lacks the text to replace. */
export function makeEdits(folder: string, edits: readonly Edit[]): () => void {
  const former = new Map<string, string | undefined>();
  const made: string[] = [];
  const takeBack = () => {
    for (const [path, text] of former) {
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
    for (const path of made) rmSync(path, { recursive: true });
  };
  try {
    for (const edit of edits) {
      const path = join(folder, edit.file);
      const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
      const edited = editedText(text, edit);
      made.push(...[mkdirSync(dirname(path), { recursive: true }) ?? []].flat());
      if (!former.has(path)) former.set(path, text);
      writeFileSync(path, edited);
    }
  } catch (error) {
    takeBack();
    throw error;
  }
  return takeBack;
}

/** The text of a file after an edit. `text` is undefined if the file does not exist. */
export function editedText(text: string | undefined, edit: Edit): string {
  if (edit.from === "" && text === undefined) return edit.to;
  const start = placeOf(text ?? "", edit);
  return `${text?.slice(0, start)}${edit.to}${text?.slice(start + edit.from.length)}`;
}

/** Where in a file an edit begins. */
export function placeOf(text: string, { file, after, from }: Edit): number {
  const anchor = after === undefined ? 0 : text.indexOf(after);
  const start = anchor < 0 || from === "" ? -1 : text.indexOf(from, anchor);
  if (start >= 0) return start;
  throw new Error(
    `${file} lacks the text that the gallery changes: ${after ?? ""} ... ${from}. Fix tools/gallery/changes.`,
  );
}
