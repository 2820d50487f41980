import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesize } from "./stacks/synthesized";

const root = resolve(__dirname, "..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "main-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function runMain(env: Record<string, string>) {
  return spawnSync(process.execPath, ["--require", "tsx/cjs", "main.ts"], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", ...env },
  });
}

describe("main.ts", () => {
  it("tells an unknown environment in one line with the known ones, exits 1, and writes nothing", () => {
    const outdir = join(folder, "out");
    const { status, stdout, stderr } = runMain({ ORDERS_ENV: "dev,qa", CDKTF_OUTDIR: outdir });
    expect([status, stdout, stderr]).toEqual([1, "", 'There is no environment "qa". Known: dev, staging, prod.\n']);
    expect(existsSync(outdir)).toBe(false);
  });

  it("synthesizes three stacks for each chosen environment, into a folder that it makes", async () => {
    const stacks = await synthesize(join(folder, "not", "there", "yet"), "prod,dev");
    expect(stacks.map(({ id }) => id)).toEqual([
      "orders-dev-data",
      "orders-dev-fulfilment",
      "orders-dev-intake",
      "orders-prod-data",
      "orders-prod-fulfilment",
      "orders-prod-intake",
    ]);
  }, 30_000);

  it("writes the same bytes each time, wherever it writes them", async () => {
    const [first, second] = [await synthesize(join(folder, "a"), "dev"), await synthesize(join(folder, "b"), "dev")];
    expect(second.map(({ text }) => text)).toEqual(first.map(({ text }) => text));
    expect(readdirSync(join(folder, "a", "stacks"))).toHaveLength(3);
  }, 30_000);
});
