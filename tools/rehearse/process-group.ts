import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../local/report/errors";

/** As long as GitHub's runner leaves a job that was cancelled. Source:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation */
const GRACE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** Signals a child that was started detached and every process that it started; answers whether there was one. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    // All of them have ended.
    if (codeOf(error) === "ESRCH") return false;
    throw error;
  }
}

/** Ends a detached child with all that it started: asked first, and killed where that takes over ten seconds. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, "SIGTERM");
  await groupEnded(child);
}

/** The same, but asks the child alone, which passes it on as it sees fit. What it started may take longer than itself. */
export async function cancel(child: ChildProcess): Promise<void> {
  child.kill("SIGINT");
  await groupEnded(child);
}

async function groupEnded(child: ChildProcess): Promise<void> {
  const deadline = Date.now() + GRACE_MS;
  while (Date.now() < deadline) {
    if (!signalGroup(child, 0)) return;
    await delay(LOOK_EVERY_MS);
  }
  signalGroup(child, "SIGKILL");
}
