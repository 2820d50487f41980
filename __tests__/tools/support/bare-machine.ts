import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SetUp } from "../../../tools/support/cache";

/**
 * A machine with its own folders, and with only the programs that a test puts on PATH. Keeps the output of a set-up.
 */
export class BareMachine {
  readonly folder = mkdtempSync(join(tmpdir(), "bare-"));
  readonly said: string[] = [];
  readonly env: NodeJS.ProcessEnv = {
    HOME: join(this.folder, "home"),
    XDG_CACHE_HOME: join(this.folder, "cache"),
    XDG_DATA_DIRS: join(this.folder, "share"),
    PATH: join(this.folder, "bin"),
  };
  readonly setUp: SetUp = { env: this.env, say: (line) => this.said.push(line) };

  /** The folder of this project in its cache. */
  get cache(): string {
    return join(this.folder, "cache", "order-platform");
  }

  /** Puts a shell script on PATH. */
  program(name: string, script: string): void {
    mkdirSync(join(this.folder, "bin"), { recursive: true });
    writeFileSync(join(this.folder, "bin", name), `#!/bin/sh\nPATH=/bin:/usr/bin\n${script}\n`, { mode: 0o755 });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
