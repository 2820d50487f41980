import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { accountPatches, type Patch, patcherOf } from "../../../../tools/aws/services/fauxqs/patches.mts";

const patch: Patch = { file: "a.js", find: "limit = 1", replace: "limit = 2" };
const refusal = (problem: string) =>
  `fauxqs 9.9.9 cannot be patched: the patch of a.js that looks for "limit = 1" ${problem}. ` +
  "Compare it with this version's file, or use an option if the version has one.";

describe("a patch", () => {
  test.each([
    ["does not match", "const limit = 3;", "matches 0 times instead of once"],
    ["matches twice", "limit = 1; limit = 1;", "matches 2 times instead of once"],
  ])("that %s is refused, with the package, its version and the patch", (_, source, problem) => {
    expect(() => patcherOf("fauxqs 9.9.9", [patch]).patch("a.js", source)).toThrow(refusal(problem));
  });

  test("that matches once changes its file and no other", () => {
    const patcher = patcherOf("fauxqs 9.9.9", [patch]);
    expect(patcher.patch("a.js", "const limit = 1;")).toBe("const limit = 2;");
    expect(patcher.patch("b.js", "const limit = 1;")).toBe("const limit = 1;");
    expect(patcher.confirm).not.toThrow();
  });

  test("whose file was not loaded is refused", () => {
    const patcher = patcherOf("fauxqs 9.9.9", [patch]);
    patcher.patch("b.js", "const limit = 1;");
    expect(patcher.confirm).toThrow(refusal("was not used because the file was not loaded"));
  });
});

test("the installed fauxqs has the account's id wherever it wrote twelve zeros", () => {
  const code = join(__dirname, "..", "..", "..", "..", "node_modules", "fauxqs", "dist");
  const patcher = patcherOf("fauxqs", accountPatches("123456789012"));
  const files = readdirSync(code, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  const patched = files.map((file) => patcher.patch(file.split(sep).join("/"), readFileSync(join(code, file), "utf8")));
  expect(patcher.confirm).not.toThrow();
  expect(patched.filter((source) => /\b0{12}\b/.test(source))).toEqual([]);
});
