import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { allRules } from "../../../../tools/baseline/rules/all";

it("tests every file of rules", () => {
  const subjects = readdirSync(resolve(__dirname, "../../../../tools/baseline/rules"));
  const tests = readdirSync(__dirname).filter((file) => file.endsWith(".test.ts"));
  expect(tests.map((file) => basename(file, ".test.ts")).sort()).toEqual(
    subjects.map((file) => basename(file, ".ts")).sort(),
  );
});

it("gives each rule an id of its own, and orders the rules by it", () => {
  const ids = allRules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});
