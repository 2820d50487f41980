import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { environmentNames } from "../../environments/load";
import { SELECTORS, settingVariables } from "../../environments/variables";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "docs/deploying.md"), "utf8");

test("the table of variables has each one, and no other", () => {
  const told = [...text.matchAll(/^\| `(ORDERS_[A-Z_]+)` /gm)].map(([, name]) => name);
  expect([...told].sort()).toEqual([...Object.values(SELECTORS), ...settingVariables].sort());
});

test("every variable that it names is one", () => {
  const named = [...text.matchAll(/\bORDERS_([A-Z_]*[A-Z])\b/g)].flatMap(([, name]) => name ?? []);
  const prefixes = environmentNames.map((name) => `${name.toUpperCase()}_`);
  const known = new Set([...Object.values(SELECTORS), ...settingVariables]);
  const plain = named.map((name) =>
    prefixes.reduce((rest, prefix) => rest.replace(new RegExp(`^${prefix}`), ""), name),
  );
  expect(plain.filter((name) => !known.has(`ORDERS_${name}`))).toEqual([]);
});

test("every link leads to a file or a heading", () => {
  const headings = new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => `#${heading.toLowerCase().replaceAll(" ", "-")}`),
  );
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].flatMap(([, link]) => link ?? []);
  const broken = links.filter(
    (link) =>
      !link.startsWith("http") && !headings.has(link) && !existsSync(join(root, "docs", link.split("#")[0] ?? "")),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});

test("every npm script that it names exists", () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const named = [...text.matchAll(/npm run ([a-z]+)\b/g)].flatMap(([, name]) => name ?? []);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
