import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Fixture } from "./fixtures";

const ROOT = resolve(__dirname, "../..");

/** What `npm run review` prints for a plan. `name` is the plan's name in it. */
export async function reviewFixture(name: string, { stack, plan, synthesized }: Fixture): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "gallery-"));
  try {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify(plan));
    const outdir = join(folder, "cdktf.out");
    const workingDirectory = join("stacks", stack);
    const synthesizedStackPath = join(workingDirectory, "cdk.tf.json");
    mkdirSync(join(outdir, workingDirectory), { recursive: true });
    writeFileSync(join(outdir, synthesizedStackPath), JSON.stringify(synthesized));
    const manifest = {
      version: "0.21.0",
      stacks: { [stack]: { name: stack, workingDirectory, synthesizedStackPath } },
    };
    writeFileSync(join(outdir, "manifest.json"), JSON.stringify(manifest));
    return await printed([path, "--synthesized", outdir]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printed(args: readonly string[]): Promise<string> {
  const command = ["--require", "tsx/cjs", join(ROOT, "tools/review/main.ts"), ...args];
  return new Promise((resolveRun, reject) => {
    execFile(process.execPath, command, { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      // 1 means that the plan is dangerous.
      if (error === null || error.code === 1) resolveRun(stdout);
      else reject(new Error(`The review failed with ${error.code}: ${stderr}`));
    });
  });
}
