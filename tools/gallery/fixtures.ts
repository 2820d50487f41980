import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { z } from "zod";

/** The folder of the plans that are kept. */
export const PLANS = resolve(__dirname, "plans");

/** A large window, because a plan repeats whole definitions: 16 MiB. */
const WINDOW = constants.BROTLI_MAX_WINDOW_BITS;

const fixture = z.object({ stack: z.string(), plan: z.unknown(), synthesized: z.unknown() });

/** A plan that is kept, with its synthesized stack. */
export type Fixture = z.infer<typeof fixture>;

export function readFixture(name: string): Fixture {
  return fixture.parse(JSON.parse(brotliDecompressSync(readFileSync(fileOf(name))).toString("utf8")));
}

export function writeFixture(name: string, kept: Fixture): void {
  mkdirSync(PLANS, { recursive: true });
  writeFileSync(
    fileOf(name),
    brotliCompressSync(JSON.stringify(kept), { params: { [constants.BROTLI_PARAM_LGWIN]: WINDOW } }),
  );
}

function fileOf(name: string): string {
  return join(PLANS, `${name}.json.br`);
}
