import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachedFolder, inCache } from "../../../tools/support/cache";
import { BareMachine } from "./bare-machine";

let machine: BareMachine;
beforeEach(() => {
  machine = new BareMachine();
});
afterEach(() => machine.remove());

describe("the cache is", () => {
  it.each([
    ["linux", "/home/ada/.cache/order-platform/it"],
    ["darwin", "/home/ada/Library/Caches/order-platform/it"],
  ])("in the usual place on %s", (platform, folder) => {
    expect(cachedFolder({ HOME: "/home/ada" }, "it", platform)).toBe(folder);
  });

  it.each(["linux", "darwin"])("in XDG_CACHE_HOME on %s", (platform) => {
    const env = { HOME: "/home/ada", XDG_CACHE_HOME: "/caches" };
    expect(cachedFolder(env, "it", platform)).toBe("/caches/order-platform/it");
  });

  it.each(["", "caches"])("not in an XDG_CACHE_HOME that is not an absolute path: %j", (XDG_CACHE_HOME) => {
    const env = { HOME: "/home/ada", XDG_CACHE_HOME };
    expect(cachedFolder(env, "it", "linux")).toBe("/home/ada/.cache/order-platform/it");
  });
});

describe("a folder of the cache", () => {
  const write = (text: string) => async (folder: string) => writeFileSync(join(folder, "file"), text);

  it("is made once", async () => {
    const folder = await inCache(machine.env, "it", write("first"));
    await expect(inCache(machine.env, "it", write("second"))).resolves.toBe(folder);
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("first");
  });

  it("does not exist before it is complete", async () => {
    const wanted = cachedFolder(machine.env, "it");
    await inCache(machine.env, "it", async () => expect(existsSync(wanted)).toBe(false));
    expect(existsSync(wanted)).toBe(true);
  });

  it("is made by the first of two processes that make it at the same time", async () => {
    const both = Promise.withResolvers<void>();
    let underWay = 0;
    const make = (text: string) => async (folder: string) => {
      if (++underWay === 2) both.resolve();
      await both.promise;
      await write(text)(folder);
    };
    const [one, other] = await Promise.all([
      inCache(machine.env, "it", make("same")),
      inCache(machine.env, "it", make("same")),
    ]);
    expect(one).toBe(other);
    expect(readFileSync(join(one, "file"), "utf8")).toBe("same");
    expect(readdirSync(machine.cache)).toEqual(["it"]);
  });

  it("leaves nothing when it cannot be made", async () => {
    const broken = inCache(machine.env, "it", async (folder) => {
      await write("half")(folder);
      throw new Error("it broke");
    });
    await expect(broken).rejects.toThrow("it broke");
    expect(readdirSync(machine.cache)).toEqual([]);
  });

  it("is refused with advice if nothing can be written", async () => {
    mkdirSync(join(machine.folder, "cache"));
    writeFileSync(machine.cache, "a file in its place");
    await expect(inCache(machine.env, "it", write("text"))).rejects.toThrow(
      /^The cache .*\/order-platform cannot be written: E.*\. Make it writable, or set XDG_CACHE_HOME to a folder that is\.$/,
    );
  });
});
