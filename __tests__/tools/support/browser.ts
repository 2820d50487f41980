import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Readable, Writable } from "node:stream";
import { z } from "zod";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

const message = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).default({}),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ message: z.string() }).optional(),
});
type Fields = Readonly<Record<string, unknown>>;

interface Pending {
  resolve(result: Fields): void;
  reject(error: Error): void;
}

/** Headless Chromium with one page, driven over a pipe: https://chromedevtools.github.io/devtools-protocol */
export class Browser {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Set<(method: string, params: Fields) => void>();
  private lastId = 0;
  private session: string | undefined;
  private unread = "";
  private readonly ended: Promise<void>;

  private constructor(
    private readonly process: ChildProcess,
    private readonly toBrowser: Writable,
    fromBrowser: Readable,
  ) {
    fromBrowser.setEncoding("utf8").on("data", (text: string) => this.read(text));
    // Writing fails once the browser has ended. Its close event rejects the pending calls.
    toBrowser.on("error", () => {});
    this.ended = new Promise((resolve) => {
      process.once("close", () => {
        for (const { reject } of this.pending.values()) reject(new Error("The browser has ended."));
        this.pending.clear();
        resolve();
      });
    });
  }

  /** Starts Chromium. `rules` maps host names: `MAP evil.example 127.0.0.1`. Throws if Chromium is not installed. */
  static async start(rules: string): Promise<Browser> {
    const program = findBrowser();
    const profile = mkdtempSync(join(tmpdir(), "browser-"));
    const options = [
      "--headless",
      // Root cannot use the sandbox, and every page belongs to the test.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      "--no-proxy-server",
      "--remote-debugging-pipe",
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=${rules}`,
      "about:blank",
    ];
    const chromium = spawn(program, options, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    chromium.once("close", () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
    const [, , , toBrowser, fromBrowser] = chromium.stdio;
    if (!(toBrowser instanceof Writable && fromBrowser instanceof Readable))
      throw new Error("The browser has no pipe.");
    const browser = new Browser(chromium, toBrowser, fromBrowser);
    const { targetId } = await browser.call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.call("Target.attachToTarget", { targetId, flatten: true });
    browser.session = String(sessionId);
    await browser.call("Page.enable");
    await browser.call("Network.enable");
    return browser;
  }

  /** Opens a URL and waits until the page is loaded. */
  async open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      const stop = this.listen((method) => {
        if (method !== "Page.loadEventFired") return;
        stop();
        resolve();
      });
    });
    const { errorText } = await this.call("Page.navigate", { url });
    if (errorText !== undefined) throw new Error(`${url} cannot be opened: ${errorText}`);
    await loaded;
  }

  /** Runs `script`, a JavaScript expression, in the page. Resolves to the value of its promise. */
  async run(script: string): Promise<unknown> {
    const answer = await this.call("Runtime.evaluate", { expression: script, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.exceptionDetails));
    return z.object({ value: z.unknown() }).parse(answer.result).value;
  }

  /** Calls the listener with each event of the page. Returns a function that stops it. */
  listen(listener: (method: string, params: Fields) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.process.kill();
    await this.ended;
  }

  private call(method: string, params: Fields = {}): Promise<Fields> {
    this.lastId += 1;
    const id = this.lastId;
    const session = this.session === undefined ? {} : { sessionId: this.session };
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.toBrowser.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  private read(text: string): void {
    const messages = (this.unread + text).split("\0");
    this.unread = messages.pop() ?? "";
    for (const one of messages) this.take(message.parse(JSON.parse(one)));
  }

  private take({ id, method, params, result, error }: z.infer<typeof message>): void {
    if (method !== undefined) for (const listener of this.listeners) listener(method, params);
    const pending = this.pending.get(id ?? 0);
    this.pending.delete(id ?? 0);
    if (error) pending?.reject(new Error(error.message));
    else pending?.resolve(result ?? {});
  }
}

function findBrowser(): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    `This test needs Chromium, and none of ${PROGRAMS.join(", ")} is on the path. Install it: apt-get install chromium`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
