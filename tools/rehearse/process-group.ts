import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../support/errors";

/** Time to clean up after SIGTERM. */
const GRACE_MS = 10_000;
/** An interrupted deploy finishes its current stack. */
const CANCEL_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 50;

/** Signals a detached child and every process that it started. Returns false if all of them have ended. */
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

/** Ends a detached child and every process that it started: SIGTERM first, SIGKILL after ten seconds. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, "SIGTERM");
  if (!(await groupEnded(child, GRACE_MS))) signalGroup(child, "SIGKILL");
}

/**
 * Interrupts only the child, which decides what to pass on, and waits for every process that it started, since they may
 * outlive it. After five minutes, kills the ones that still run and returns false.
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
