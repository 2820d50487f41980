import type { ChildProcess } from "node:child_process";
import { cancel, signalGroup } from "./process-group";
import type { Stage } from "./stage";

/**
 * Interrupts a deploy when it has made `moment` resources, as who cancels it at a terminal does, and waits for every
 * process that it started. Answers whether it came so far. Throws where a process does not end.
 */
export async function breakOff(stage: Stage, moment: number): Promise<boolean> {
  let group: ChildProcess | undefined;
  let ending: Promise<boolean> | undefined;
  await stage.cdktf.deploy(stage.allStacks, {
    skipSynth: true,
    onStart: (child) => {
      group = child;
    },
    onResource: (made) => {
      if (made === moment && group !== undefined) ending = cancel(group);
    },
  });
  if (ending !== undefined && !(await ending)) throw new Error(`An interrupted deploy did not end: see ${stage.log}.`);
  return ending !== undefined;
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
