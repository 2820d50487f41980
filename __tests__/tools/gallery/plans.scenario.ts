import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHANGES } from "../../../tools/gallery/changes";
import { withDeployment } from "../../../tools/gallery/deployment";
import { readFixture } from "../../../tools/gallery/fixtures";
import { planChange } from "../../../tools/gallery/plan-change";
import { reviewFixture } from "../../../tools/gallery/review-fixture";

/** Their reviews name nothing that moto makes up. */
const NAMES = ["payment-retried", "first-9", "right-removed", "type-express"];

let folder: string;
const made = new Map<string, string>();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gallery-"));
  const { signal } = new AbortController();
  await withDeployment({ folder, say: () => {}, signal }, async (stage) => {
    for (const change of CHANGES.filter(({ name }) => NAMES.includes(name))) {
      made.set(change.name, await reviewFixture(change.name, await planChange(stage, change)));
    }
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a plan that Terraform makes now", () => {
  it.each(NAMES)("has the review of the kept one: %s", async (name) => {
    expect(made.get(name)).toBe(await reviewFixture(name, readFixture(name)));
  });
});
