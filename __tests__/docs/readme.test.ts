import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const root = join(__dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

const sample = z.object({
  name: z.string(),
  expect: z.object({ status: z.string().optional(), reason: z.string().optional() }),
});
const samples = readFileSync(join(root, "examples/orders.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => sample.parse(JSON.parse(line)));

/** The rows of the table of ends: status, reason and the samples named behind them. */
const ends = [...readme.matchAll(/^\| (COMPLETED|CANCELLED|FAILED|REJECTED) +\| +([A-Z_]*) *\| (.*?) *\|$/gm)].map(
  ([, status, reason, reachedBy]) => ({ status, reason, reachedBy: [...(reachedBy ?? "").matchAll(/`([^`]+)`/g)] }),
);

describe("the table of how an order can end", () => {
  test("names samples that expect just that end", () => {
    for (const { status, reason, reachedBy } of ends) {
      for (const [, name] of reachedBy) {
        const found = samples.find((it) => it.name === name);
        expect([name, found?.expect.status, found?.expect.reason ?? ""]).toEqual([name, status, reason]);
      }
    }
  });

  test("has every end that a sample expects", () => {
    const told = new Set(ends.map(({ status, reason }) => `${status} ${reason}`));
    for (const { expect: end } of samples.filter((it) => it.expect.status !== undefined)) {
      expect([...told]).toContain(`${end.status} ${end.reason ?? ""}`);
    }
  });

  test("has every reason that a definition gives", () => {
    const folder = join(root, "workflows");
    const given = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/"reason": "([A-Z_]+)"/g)].map(([, reason]) => reason),
    );
    // An order that could not be claimed stays RECEIVED: the reconciler hands it over again. An unknown one is no order.
    const told = [...ends.map(({ reason }) => reason), "CLAIM_FAILED", "UNKNOWN_ORDER"];
    expect(given.filter((reason) => !told.includes(reason))).toEqual([]);
    expect(given.length).toBeGreaterThan(10);
  });
});

test("every link to a file of the project leads somewhere", () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, link]) => link ?? []);
  const broken = links.filter((link) => !link.startsWith("http") && !existsSync(join(root, link)));
  expect(links.length).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});

test("every npm script that it names exists", () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const named = [...readme.matchAll(/npm (?:run )?([a-z]+)\b/g)].flatMap(([, name]) => name ?? []);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
