import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { fromZip } from "../../../tools/support/from-zip";

const program = "a program ".repeat(1000);

function zip(compressionLevel: number): Promise<Buffer> {
  const file = new ZipFile();
  const options = { mtime: new Date(2026, 0, 1), mode: 0o100755, compressionLevel, forceDosTimestamp: false };
  file.addBuffer(Buffer.from("a licence"), "LICENSE.txt", options);
  file.addBuffer(Buffer.from(program), "terraform", options);
  file.end();
  return buffer(file.outputStream);
}

it.each([
  ["compressed", 9],
  ["stored", 0],
])("reads one file of several, %s", async (_how, level) => {
  const archive = await zip(level);
  expect(archive.length < program.length).toBe(level > 0);
  expect(fromZip(archive, "terraform").toString()).toBe(program);
  expect(fromZip(archive, "LICENSE.txt").toString()).toBe("a licence");
});

it("reports a missing file, and a file that is not an archive", async () => {
  const archive = await zip(9);
  expect(() => fromZip(archive, "terra")).toThrow("The archive has no file terra.");
  expect(() => fromZip(Buffer.from("<html>"), "terraform")).toThrow("It is not a zip archive.");
});
