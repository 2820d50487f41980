import type { ChildProcess } from "node:child_process";
import type { Watching } from "./cdktf";
import { cancel, signalGroup } from "./process-group";
import type { Stage } from "./stage";

/**
 * Interrupts a deploy after it has made `afterResources` resources, as Ctrl-C at a terminal does, and waits for every
 * process that it started. Returns false if the deploy ended earlier. Throws if a process does not end.
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
 * Kills a deploy and every process that it started after it has made `afterResources` resources, as when a machine is
 * switched off. Returns false if the deploy ended earlier.
 */
export function killDeploy(stage: Stage, afterResources: number): Promise<boolean> {
  return kill(afterResources, deployAll(stage));
}

/**
 * Does the same for one stack, without the seconds that cdktf takes. Its folder must be initialised, and the stacks before
 * it deployed.
 */
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
