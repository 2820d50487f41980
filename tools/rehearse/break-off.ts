import type { ChildProcess } from "node:child_process";
import { cancel, signalGroup } from "./process-group";
import type { Stage } from "./stage";

/**
 * Interrupts a deploy when it has made so many resources, as who cancels it at a terminal does, and waits for every
 * process that it started. Answers whether it came so far. Throws where a process does not end.
 */
export async function interruptDeploy(stage: Stage, afterResources: number): Promise<boolean> {
  let ending: Promise<boolean> | undefined;
  await deployUntil(stage, afterResources, (group) => {
    ending = cancel(group);
  });
  if (ending !== undefined && !(await ending)) throw new Error(`An interrupted deploy did not end: see ${stage.log}.`);
  return ending !== undefined;
}

/**
 * Kills a deploy with all that it started when it has made so many resources, as when a machine is switched off. Answers
 * whether it came so far.
 */
export async function killDeploy(stage: Stage, afterResources: number): Promise<boolean> {
  let isKilled = false;
  await deployUntil(stage, afterResources, (group) => {
    isKilled = signalGroup(group, "SIGKILL");
  });
  return isKilled;
}

async function deployUntil(stage: Stage, afterResources: number, end: (group: ChildProcess) => void): Promise<void> {
  let group: ChildProcess | undefined;
  await stage.cdktf.deploy(stage.allStacks, {
    skipSynth: true,
    onStart: (child) => {
      group = child;
    },
    onResource: (made) => {
      if (made === afterResources && group !== undefined) end(group);
    },
  });
}
