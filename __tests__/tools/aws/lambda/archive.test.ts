import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpackArchive } from "../../../../tools/aws/lambda/archive";
import { zip } from "./support";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "archive-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("unpacks compressed and stored entries, with their folders", async () => {
  const long = "x".repeat(100_000);
  await zip(join(folder, "a.zip"), { "index.js": long, "lib/deep/b.js": "short" });
  unpackArchive(join(folder, "a.zip"), join(folder, "out"));
  expect(readFileSync(join(folder, "out/index.js"), "utf8")).toBe(long);
  expect(readFileSync(join(folder, "out/lib/deep/b.js"), "utf8")).toBe("short");
});

test("the error names a file that is not an archive", () => {
  writeFileSync(join(folder, "a.zip"), "not a zip archive, but long enough to be one");
  expect(() => unpackArchive(join(folder, "a.zip"), folder)).toThrow(/a\.zip is not a zip archive/);
});

test("an entry cannot lead out of the folder", async () => {
  await zip(join(folder, "a.zip"), { "safe/file.js": "x" });
  const bytes = readFileSync(join(folder, "a.zip")).toString("latin1").replaceAll("safe/file.js", "../../out.js");
  writeFileSync(join(folder, "a.zip"), Buffer.from(bytes, "latin1"));
  expect(() => unpackArchive(join(folder, "a.zip"), join(folder, "out"))).toThrow("leads out of the archive");
});
