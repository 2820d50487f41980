import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run, UsageError } from "../support/command-line";
import { CHANGES } from "./changes";
import { withDeployment } from "./deployment";
import { writeFixture } from "./fixtures";
import { HELP, parseOptions } from "./options";
import { planChange } from "./plan-change";
import { renderGallery } from "./render";
import { reviewFixture } from "./review-fixture";
import { trimPlan } from "./trim";

const PAGE = resolve(__dirname, "../../docs/review.md");

async function main(args: readonly string[]): Promise<number> {
  const { plan, names, check, help } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (plan) await makePlans(names);
  const page = await renderGallery();
  const isStale = !existsSync(PAGE) || readFileSync(PAGE, "utf8") !== page;
  if (check && isStale) process.stderr.write("docs/review.md is stale. Write it with: npm run gallery\n");
  if (check) return isStale ? 1 : 0;
  writeFileSync(PAGE, page);
  process.stdout.write(isStale ? "docs/review.md is written.\n" : "docs/review.md is up to date.\n");
  return 0;
}

async function makePlans(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !CHANGES.some((change) => change.name === name));
  if (unknown !== undefined) throw new UsageError(`${unknown} is not a change of tools/gallery/changes.`, "gallery");
  const folder = mkdtempSync(join(tmpdir(), "orders-gallery-"));
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());
  try {
    await withDeployment({ folder, say, signal: interrupted.signal }, async (stage) => {
      for (const change of CHANGES.filter(({ name }) => names.length === 0 || names.includes(name))) {
        say(`planning ${change.name} ...`);
        const whole = await planChange(stage, change);
        const kept = { ...whole, plan: trimPlan(whole.plan) };
        if ((await reviewFixture(change.name, whole)) !== (await reviewFixture(change.name, kept))) {
          throw new Error(`${change.name}: without what trim.ts drops, its review differs. Keep more there.`);
        }
        writeFixture(change.name, kept);
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

run(main);
