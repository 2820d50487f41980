import type { ChildProcess } from "node:child_process";
import type { Watching } from "./cdktf";
import { cancel, signalGroup } from "./process-group";
import type { Stage } from "./stage";

/**
 * Interrupts a deploy when it has made so many resources, as who cancels it at a terminal does, and waits for every
 * process that it started. Answers whether it came so far. Throws where a process does not end.
 */
export async function interruptDeploy(stage: Stage, afterResources: number): Promise<boolean> {
  let ending: Promise<boolean> | undefined;
  await until(afterResources, deployAll(stage), (group) => {
    ending = cancel(group);
  });
  if (ending !== undefined && !(await ending)) throw new Error(`An interrupted deploy did not end: see ${stage.log}.`);
  return ending !== undefined;
}

/**
 * Kills a deploy with all that it started when it has made so many resources, as when a machine is switched off. Answers
 * whether it came so far.
 */
export function killDeploy(stage: Stage, afterResources: number): Promise<boolean> {
  return kill(afterResources, deployAll(stage));
}

/** Likewise of one stack, whose folder is ready and whose predecessors are deployed, without the seconds that cdktf takes. */
export function killApply(stage: Stage, stack: string, afterResources: number): Promise<boolean> {
  return kill(afterResources, (watching) => stage.terraform.apply(stack, watching));
}

type Deploy = (watching: Watching) => Promise<unknown>;

const deployAll =
  (stage: Stage): Deploy =>
  (watching) =>
    stage.cdktf.deploy(stage.allStacks, { skipSynth: true, ...watching });

async function kill(afterResources: number, deploy: Deploy): Promise<boolean> {
  let isKilled = false;
  await until(afterResources, deploy, (group) => {
    isKilled = signalGroup(group, "SIGKILL");
  });
  return isKilled;
}

async function until(afterResources: number, deploy: Deploy, end: (group: ChildProcess) => void): Promise<void> {
  let group: ChildProcess | undefined;
  await deploy({
    onStart: (child) => {
      group = child;
    },
    onResource: (made) => {
      if (made === afterResources && group !== undefined) end(group);
    },
  });
}
