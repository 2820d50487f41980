import { readJsonPath } from "../../../../tools/aws/api/json-path";

const value = { a: { b: [{ c: 1 }, null], "x-y": "dash" }, "two words": true };

describe("readJsonPath", () => {
  it.each([
    ["$", value],
    ["$.a.b[0].c", 1],
    ["$.a.b[1]", null],
    ["$['two words']", true],
    ["$.a.x-y", "dash"],
    ["a.b[0].c", 1],
    ["$.a.b[2]", undefined],
    ["$.none.b", undefined],
    ["$.a.b.c", undefined],
    ["$.constructor", undefined],
    ["$.__proto__", undefined],
  ])("%s", (path, expected) => {
    expect(readJsonPath(value, path)).toEqual(expected);
  });

  it.each(["$..a", "$.a[*]", "$.a[?(@.b)]"])("refuses %s by name", (path) => {
    expect(() => readJsonPath(value, path)).toThrow(path);
  });
});
