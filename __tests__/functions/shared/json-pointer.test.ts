import { jsonPointer } from "../../../functions/shared/json-pointer";

describe("jsonPointer", () => {
  it.each([
    [[], ""],
    [["items", 3, "sku"], "/items/3/sku"],
    [[""], "/"],
    [["a/b"], "/a~1b"],
    [["m~n"], "/m~0n"],
    [["~1"], "/~01"],
  ])("writes %j as %j", (path, pointer) => {
    expect(jsonPointer(path)).toBe(pointer);
  });

  it("keeps a name of 100 characters and cuts a longer one", () => {
    expect(jsonPointer(["n".repeat(100)])).toBe(`/${"n".repeat(100)}`);
    expect(jsonPointer(["n".repeat(101)])).toBe(`/${"n".repeat(100)}…`);
  });

  it("replaces a lone surrogate, which no UTF-8 text can hold", () => {
    expect(jsonPointer(["a\ud800b"])).toBe("/a\ufffdb");
  });

  it("leaves out a name that may hold a card number", () => {
    expect(jsonPointer(["payment", "4111 1111 1111 1111"])).toBe("/payment/…");
  });
});
