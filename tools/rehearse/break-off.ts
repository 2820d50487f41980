import type { ChildProcess } from "node:child_process";
import { cancel, signalGroup } from "./process-group";
import type { Stage } from "./stage";

export interface BrokenOff {
  /** Resources that were done in the end: what was begun is ended first. */
  readonly made: number;
  readonly output: string;
  /** False where the deploy ended by itself before. */
  readonly isBroken: boolean;
}

/**
 * Breaks a deploy off with every process that it started, as who cancels a job does: it is asked to end, and killed where
 * it has not ended after ten seconds. That is done when `moment` resources are done.
 */
export async function breakOff(stage: Stage, moment: number): Promise<BrokenOff> {
  let group: ChildProcess | undefined;
  let made = 0;
  let stopped: Promise<void> | undefined;
  const { output } = await stage.cdktf.deploy(stage.allStacks, {
    skipSynth: true,
    onStart: (child) => {
      group = child;
    },
    onResource: (done) => {
      made = done;
      if (done === moment && group !== undefined) stopped = cancel(group);
    },
  });
  // Terraform ends what it has begun and gives its lock back, which takes longer than cdktf does.
  await stopped;
  return { made, output, isBroken: made >= moment };
}

/** Kills the deploy of a stack outright while it plans, as when a machine is switched off: its lock stays. */
export async function killWhilePlanning(stage: Stage, stack: string): Promise<void> {
  let group: ChildProcess | undefined;
  await stage.cdktf.deploy(stack, {
    skipSynth: true,
    onStart: (child) => {
      group = child;
    },
    onLine: (line) => {
      if (/data\.aws_\w+\..*: Reading\.\.\./.test(line) && group !== undefined) signalGroup(group, "SIGKILL");
    },
  });
}
