import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * An empty file for each definition in which asl-validator found nothing wrong, named by the hash of its text.
 * asl-validator compiles its schemas anew for each definition, which would take half of the time of a synthesis.
 */
const FOLDER = resolve(__dirname, "../../../dist/sound-definitions");

/** Another version of asl-validator may judge differently. */
const VALIDATOR = readFileSync(require.resolve("asl-validator/package.json"), "utf8");

/** Whether the same text was found sound before, by this process or another. */
export function isKnownSound(text: string): boolean {
  return existsSync(fileOf(text));
}

/** Remembers a text without findings. */
export function rememberSound(text: string): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(text), "");
}

function fileOf(text: string): string {
  return join(FOLDER, createHash("sha256").update(VALIDATOR).update(text).digest("hex"));
}
