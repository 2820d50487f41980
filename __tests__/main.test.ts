import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesize } from "./stacks/synthesized";

const root = resolve(__dirname, "..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "main-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function runMain(env: Record<string, string>, main = ["main.ts"]) {
  return spawnSync(process.execPath, ["--require", "tsx/cjs", ...main], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", ...env },
  });
}

describe("main.ts", () => {
  it("reports an unknown environment in one line with the known ones, exits 1 and writes nothing", () => {
    const outdir = join(folder, "out");
    const { status, stdout, stderr } = runMain({ ORDERS_ENV: "dev,qa", CDKTF_OUTDIR: outdir });
    expect([status, stdout, stderr]).toEqual([1, "", 'There is no environment "qa". Known: dev, staging, prod.\n']);
    expect(existsSync(outdir)).toBe(false);
  });

  it("reports an invalid variable in one line", () => {
    const { status, stderr } = runMain({ ORDERS_ENV: "dev", ORDERS_REGON: "eu-west-1" });
    expect(stderr).toMatch(/^ORDERS_REGON is not a variable of this project; nearest: ORDERS_REGION, .*\n$/);
    expect(status).toBe(1);
  });

  it("reports in one line what a stack refuses", () => {
    // No variable can unset what the file may set.
    const main = ["--eval", 'delete require("./environments/dev.ts").dev.pipeline; require("./main.ts");'];
    const variables = { ORDERS_ENV: "dev", ORDERS_BOOTSTRAP: "true", CDKTF_OUTDIR: join(folder, "out") };
    const { status, stderr } = runMain(variables, main);
    expect(stderr).toMatch(
      /^The environment dev has no pipeline to create roles for\. Set .* or ORDERS_DEV_PIPELINE_REPOSITORY\.\n$/,
    );
    expect(status).toBe(1);
  });

  it("synthesizes three stacks for each chosen environment, into a folder that it creates", async () => {
    const stacks = await synthesize(join(folder, "not", "there", "yet"), "prod,dev");
    expect(stacks.map(({ id }) => id)).toEqual([
      "orders-dev-data",
      "orders-dev-fulfilment",
      "orders-dev-intake",
      "orders-prod-data",
      "orders-prod-fulfilment",
      "orders-prod-intake",
    ]);
    const lock = readFileSync(join(root, ".terraform.lock.hcl"), "utf8");
    for (const stack of stacks) expect(readFileSync(join(stack.folder, ".terraform.lock.hcl"), "utf8")).toBe(lock);
  });

  it("writes the same bytes each time, wherever it writes them", async () => {
    const [first, second] = [await synthesize(join(folder, "a"), "dev"), await synthesize(join(folder, "b"), "dev")];
    expect(second.map(({ text }) => text)).toEqual(first.map(({ text }) => text));
    expect(readdirSync(join(folder, "a", "stacks"))).toHaveLength(3);
  });
});
