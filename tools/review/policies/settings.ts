import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { UsageError } from "../../support/command-line";
import { codeOf, messageOf } from "../../support/errors";
import { LEVELS } from "../finding";

/** The file of waivers and policies, in the folder where the command runs. */
export const DEFAULT_FILE = "review.json";

const reason = z.string().trim().min(1, "says why");
const waiver = z.strictObject({
  rule: z.string(),
  /** `*` stands for any characters. */
  address: z.string(),
  state: z.string().optional(),
  plan: z.string().optional(),
  reason,
  /** The last day on which it counts, in UTC. */
  expires: z.iso.date(),
});
const policy = z.union([
  /** Findings of a rule get another level. */
  z.strictObject({ rule: z.string(), level: z.enum(LEVELS), reason }),
  /** Any change of a resource of this type is a finding; `*` stands for any characters. */
  z.strictObject({ type: z.string(), level: z.enum(LEVELS), reason }),
]);
const schema = z.strictObject({ waivers: z.array(waiver).default([]), policies: z.array(policy).default([]) });

export type Waiver = z.infer<typeof waiver>;
export type Settings = z.infer<typeof schema>;

/** Reads waivers and policies; without a file, the default one if it exists. Throws a {@link UsageError} with the line. */
export function readSettings(file: string | undefined): Settings {
  const path = file ?? DEFAULT_FILE;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (file === undefined && codeOf(error) === "ENOENT") return { waivers: [], policies: [] };
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}.`, "review");
  }
  return parseSettings(path, text);
}

/** Reads the text of such a file. Throws a {@link UsageError} with the line. */
export function parseSettings(path: string, text: string): Settings {
  const lines = new LineCounter();
  // JSON is YAML too, and this reader knows the line of each value.
  const document = parseDocument(text, { lineCounter: lines, schema: "json" });
  const [broken] = document.errors;
  if (broken !== undefined) throw new UsageError(`${path}:${lines.linePos(broken.pos[0]).line} is not JSON.`, "review");
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const names = (issue?.path ?? []).map((name) => (typeof name === "symbol" ? String(name) : name));
  throw new UsageError(`${path}:${lineOf(names)}: ${names.join(".")}: ${issue?.message}.`, "review");

  /** The line of the value, or of what should hold it. */
  function lineOf(path: readonly (string | number)[]): number {
    const node: unknown = document.getIn(path, true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  }
}
