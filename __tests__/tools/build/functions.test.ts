import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { BuildError, buildFunctions } from "../../../tools/build/functions";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "build-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const sources = {
  "shared/greeting.ts": "export const greeting: string = 'hello';\nexport const unused = 'nobody imports me';",
  "greet/handler.ts": "import { greeting } from '../shared/greeting';\nexport const handler = () => greeting;",
  "part/handler.ts": "export const handler = () => 'bye';",
};

/** Writes sources into a subfolder of the temporary folder and builds them. */
async function build(files: Record<string, string>, folder = "one") {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, folder, "functions", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return rebuild(folder);
}

const rebuild = (folder = "one") =>
  buildFunctions({ functionsDir: join(root, folder, "functions"), outDir: join(root, folder, "dist") });

const archiveOf = (name: string, folder = "one") => readFile(join(root, folder, "dist", `${name}.zip`));

/** The name and the text of an archive's first entry. */
async function firstEntry(name: string) {
  const zip = await archiveOf(name);
  const end = zip.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  const directory = zip.readUInt32LE(end + 16);
  const nameLength = zip.readUInt16LE(directory + 28);
  const start = zip.readUInt32LE(directory + 42);
  const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
  return {
    entries: zip.readUInt16LE(end + 10),
    path: zip.toString("utf8", directory + 46, directory + 46 + nameLength),
    text: inflateRawSync(zip.subarray(data, data + zip.readUInt32LE(directory + 20))).toString("utf8"),
  };
}

describe("buildFunctions", () => {
  it("builds every folder except shared, in the order of their names", async () => {
    const built = await build(sources);
    expect(built.map(({ name }) => name)).toEqual(["greet", "part"]);
    expect((await readdir(join(root, "one", "dist"))).sort()).toEqual(["greet.zip", "part.zip"]);
    const sizes = await Promise.all(built.map(async ({ file }) => (await stat(file)).size));
    expect(built.map(({ bytes }) => bytes)).toEqual(sizes);
  });

  it("puts one minified CommonJS file in an archive: index.js, which exports the handler", async () => {
    await build(sources);
    const { entries, path, text } = await firstEntry("greet");
    expect([entries, path]).toEqual([1, "index.js"]);
    const module = { exports: {} };
    new Function("module", "exports", text)(module, module.exports);
    expect(module.exports).toEqual({ handler: expect.any(Function) });
    expect(text).not.toContain("nobody imports me");
    expect(text.trim()).not.toContain("\n");
  });

  it("makes the same bytes of the same sources, wherever they are and whatever the time is", async () => {
    await build(sources, "one");
    jest.useFakeTimers({ now: new Date("2031-05-05"), advanceTimers: true });
    await build(sources, "another/place");
    jest.useRealTimers();
    for (const name of ["greet", "part"]) {
      expect((await archiveOf(name, "another/place")).equals(await archiveOf(name, "one"))).toBe(true);
    }
  });

  it("writes only the archives whose bytes change", async () => {
    await build(sources);
    const before = await stat(join(root, "one", "dist", "part.zip"), { bigint: true });
    const unchanged = await rebuild();
    expect(unchanged.map(({ isChanged }) => isChanged)).toEqual([false, false]);
    const changed = await build({ "shared/greeting.ts": "export const greeting = 'good morning';" });
    expect(changed.map(({ isChanged }) => isChanged)).toEqual([true, false]);
    const after = await stat(join(root, "one", "dist", "part.zip"), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it("removes the archives of functions that no longer exist, and nothing else", async () => {
    await build(sources);
    await writeFile(join(root, "one", "dist", "notes.txt"), "mine");
    await rm(join(root, "one", "functions", "part"), { recursive: true });
    await rebuild();
    expect((await readdir(join(root, "one", "dist"))).sort()).toEqual(["greet.zip", "notes.txt"]);
  });

  it("names file, line and error when a source does not parse, and leaves every archive unchanged", async () => {
    await build(sources);
    const before = await archiveOf("greet");
    const broken = build({
      "shared/greeting.ts": "export const greeting = 'changed';",
      "part/handler.ts": "\nconst = 1;",
    });
    await expect(broken).rejects.toThrow(/^functions\/part\/handler\.ts:2: Expected identifier but found "="$/);
    await expect(broken).rejects.toBeInstanceOf(BuildError);
    expect((await archiveOf("greet")).equals(before)).toBe(true);
  });

  it("names the import that cannot be resolved, and the number of further errors", async () => {
    const broken = build({ ...sources, "part/handler.ts": "import './a';\nimport './b';" });
    await expect(broken).rejects.toThrow(/^functions\/part\/handler\.ts:1: Could not resolve "\.\/a" \(and 1 more\)$/);
  });

  it("says which folder has no handler.ts", async () => {
    await expect(build({ "empty/other.ts": "export {};" })).rejects.toThrow(/functions\/empty\/handler\.ts/);
  });

  it("refuses a folder without functions, and a missing folder", async () => {
    await expect(build({ "shared/greeting.ts": "" })).rejects.toThrow(/has no function/);
    await expect(rebuild("nowhere")).rejects.toThrow(/Cannot read the functions' folder .*nowhere.*: ENOENT/);
  });
});
