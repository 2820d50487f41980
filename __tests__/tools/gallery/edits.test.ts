import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHANGES } from "../../../tools/gallery/changes";
import { PROTECTED } from "../../../tools/gallery/deployment";
import { makeEdits, placeOf } from "../../../tools/gallery/edits";

const root = join(__dirname, "../../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edits-"));
  writeFileSync(join(folder, "a.txt"), "one two one two");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = () => readFileSync(join(folder, "a.txt"), "utf8");

describe("an edit", () => {
  it("replaces the first occurrence, or the first after a text", () => {
    makeEdits(folder, [
      { file: "a.txt", from: "one", to: "1" },
      { file: "a.txt", after: "one", from: "two", to: "$&" },
    ]);
    expect(text()).toBe("1 two one $&");
  });

  it("is taken back, with the files and folders that it made", () => {
    const takeBack = makeEdits(folder, [
      { file: "a.txt", from: "one", to: "1" },
      { file: "a.txt", from: "1", to: "I" },
      { file: "new/inner/b.txt", from: "", to: "b" },
    ]);
    expect([text(), readFileSync(join(folder, "new/inner/b.txt"), "utf8")]).toEqual(["I two one two", "b"]);
    takeBack();
    expect([text(), existsSync(join(folder, "new"))]).toEqual(["one two one two", false]);
  });

  it("of a text that is not there is refused, and those before it are taken back", () => {
    const edits = [
      { file: "a.txt", from: "one", to: "1" },
      { file: "a.txt", after: "three", from: "two", to: "2" },
    ];
    expect(() => makeEdits(folder, edits)).toThrow("a.txt lacks the text that the gallery changes");
    expect(text()).toBe("one two one two");
  });
});

it("Every edit of the source in the gallery finds its text", () => {
  const sources = [PROTECTED, ...CHANGES.filter(({ isRefused }) => !isRefused).flatMap(({ edits }) => edits)].filter(
    ({ from, to }) => from !== "" && !to.includes(PROTECTED.from),
  );
  for (const edit of sources) expect(placeOf(readFileSync(join(root, edit.file), "utf8"), edit)).toBeGreaterThan(0);
});

it("The changes of the gallery have different names and titles", () => {
  for (const key of ["name", "title"] as const) {
    expect(new Set(CHANGES.map((change) => change[key])).size).toBe(CHANGES.length);
  }
});
