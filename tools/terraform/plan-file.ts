import { readFileSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { codeOf, messageOf } from "../support/errors";
import { parseJson } from "../support/json";
import { type Plan, PlanError, readPlan } from "./plan";

/**
 * The name of the plan in each file: the file's name without its extension, with folders before it where two files would
 * share a name. A file that is given twice is listed once.
 */
export function planNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map(paths.map((path) => [resolve(path), path]));
  const all = [...files.keys()];
  return new Map([...files].map(([file, path]) => [path, nameAmong(all, file)]));
}

/** Reads a plan from a file. Throws a {@link PlanError} with the reason and the fix in one line. */
export function readPlanFile(path: string, name = nameOf(path)): Plan {
  return readPlanText(name, textIn(path, bytesOf(path)));
}

/** Reads a plan from the JSON that `terraform show -json` prints. Throws a {@link PlanError}. */
export function readPlanText(name: string, text: string): Plan {
  if (text.trim() === "") throw new PlanError(`${name} is empty. ${FIX}`);
  const json = parseJson(text);
  if (json === undefined) throw new PlanError(`${name} is ${isLog(text) ? LOG : `not JSON, or is cut off. ${FIX}`}`);
  if (Array.isArray(json)) throw new PlanError(`${name} is a list, not a plan. ${FIX}`);
  return readPlan(name, json);
}

const FIX = "Write it with terraform show -json PLAN.";
const LOG = `the log of terraform plan -json, not a plan. Add -out=PLAN to it. ${FIX}`;

/** Whether the first line is a message of Terraform's log: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
function isLog(text: string): boolean {
  const [first = ""] = text.trimStart().split("\n", 1);
  const message = parseJson(first);
  return typeof message === "object" && message !== null && "@level" in message;
}

function nameOf(path: string): string {
  return basename(path, extname(path));
}

/** The name, with as many folders before it as it takes to differ from the other files. */
function nameAmong(files: readonly string[], file: string): string {
  const named = (path: string, folders: number): string =>
    folders === 0 ? nameOf(path) : `${parents(path, folders)}/${nameOf(path)}`;
  for (let folders = 0; ; folders++) {
    const name = named(file, folders);
    if (files.every((other) => other === file || named(other, folders) !== name)) return name;
    if (folders > file.split("/").length) return basename(file);
  }
}

function parents(path: string, count: number): string {
  const folders = dirname(path).split(/[\\/]/);
  return folders.slice(-count).join("/");
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT")
      throw new PlanError(`${path} cannot be read (it does not exist). ${FIX}`, { cause });
    if (codeOf(cause) === "EISDIR") throw new PlanError(`${path} is a folder. Name the plan files in it.`, { cause });
    throw new PlanError(`${path} cannot be read (${messageOf(cause)}).`, { cause });
  }
}

/** Decodes UTF-8, and UTF-16 as `>` of Windows PowerShell writes it: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding */
function textIn(path: string, bytes: Buffer): string {
  if (bytes.subarray(0, 4).equals(ZIP)) {
    throw new PlanError(`${path} is a binary plan. Convert it: terraform show -json ${path} > PLAN.json`);
  }
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PlanError(`${path} is not text in UTF-8 or UTF-16. ${FIX}`, { cause });
  }
}

/** The start of a ZIP archive, which a plan of `terraform plan -out` is. */
const ZIP = Buffer.from("PK\u0003\u0004");

function encodingOf(bytes: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // JSON starts with an ASCII character, so one of the first two bytes is zero in UTF-16 only.
  if (second === 0) return "utf-16le";
  return first === 0 ? "utf-16be" : "utf-8";
}
