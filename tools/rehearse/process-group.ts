import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../support/errors";

/** What ends by itself has a moment to tidy up. */
const GRACE_MS = 10_000;
/** An interrupted deploy ends the stack that it is at. */
const CANCEL_WITHIN_MS = 300_000;
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
  if (!(await groupEnded(child, GRACE_MS))) signalGroup(child, "SIGKILL");
}

/**
 * Interrupts the child alone, which passes it on as it sees fit, and waits for all that it started, which may take longer
 * than the child itself. Answers whether that ended; if not, it is killed.
 */
export async function cancel(child: ChildProcess): Promise<boolean> {
  child.kill("SIGINT");
  const ended = await groupEnded(child, CANCEL_WITHIN_MS);
  if (!ended) signalGroup(child, "SIGKILL");
  return ended;
}

async function groupEnded(child: ChildProcess, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (!signalGroup(child, 0)) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}
