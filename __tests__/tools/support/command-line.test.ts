import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../../..");

/** Runs a command whose `main` has this body, with its output in a pipe. */
function command(body: string, shell = "") {
  const script = `require("./tools/support/command-line").run(async () => { ${body} })`;
  const node = `"${process.execPath}" --require tsx/cjs -e '${script}'`;
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", `set -o pipefail; ${node} ${shell}`], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "" },
    maxBuffer: 4_000_000,
  });
  return { status, length: stdout.length, stderr };
}

test("output that is longer than a pipe's 64 KiB arrives whole, with the exit code", () => {
  const found = command('process.stdout.write("x".repeat(1_000_000)); return 3;', "| cat");
  expect(found).toEqual({ status: 3, length: 1_000_000, stderr: "" });
});

test("a reader that stops early gets no stack trace", () => {
  expect(command('process.stdout.write("x".repeat(1_000_000)); return 0;', "| head -c 10")).toEqual({
    status: 0,
    length: 10,
    stderr: "",
  });
});
