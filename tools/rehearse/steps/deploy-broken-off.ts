import { interruptDeploy, killDeploy } from "../break-off";
import { chooseMoments } from "../broken-off";
import { counted } from "../counted";
import type { Finding } from "../finding";
import { rawCall } from "../raw-call";
import type { Stage } from "../stage";
import { type Ask, removeUnrecorded, removeUnrecordedKeys } from "../unrecorded";
import { deployRest, errorsIn, sizesOf } from "./deploy";

/**
 * Deploys everything, but is broken off in each stack at a random resource: killed outright in those that others read,
 * and mended as docs/deploying.md tells; interrupted in the last one. Each next deploy goes on from there.
 */
export async function deployBrokenOff(stage: Stage): Promise<Finding[]> {
  const sizes = sizesOf(stage);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const moments = chooseMoments(sizes, stage.random);
  const killed: Mended[] = [];
  let [made, before] = [0, 0];
  for (const [index, stack] of stage.stacks.slice(0, -1).entries()) {
    const moment = moments[index] ?? 0;
    stage.say(`deploying, to be killed after ${moment} of ${all} resources ...`);
    if (!(await killDeploy(stage, moment - made)))
      throw new Error(`A deploy ended before it was killed: see ${stage.log}.`);
    const mended = await mend(stage, stack, moment - before);
    killed.push(mended);
    made = before + mended.recorded;
    before += sizes[index] ?? 0;
  }
  const last = moments.at(-1) ?? 0;
  stage.say(`deploying, to be interrupted after ${last} of ${all} resources ...`);
  const isInterrupted = await interruptDeploy(stage, last - made);
  made = await stage.countResources();
  return [
    await deployRest(stage, made),
    {
      step: "killed",
      ok: true,
      told: `${killed.length} times, mended, completed`,
      details: killed.flatMap(({ told }) => told),
    },
    {
      step: "interrupted",
      ok: isInterrupted,
      told: isInterrupted ? "ended its stack, completed" : "ended before it was interrupted",
      details: [`after ${last} resources, ended with ${made}`],
    },
  ];
}

interface Mended {
  /** How many resources of the stack the state knows. */
  readonly recorded: number;
  readonly told: readonly string[];
}

/** Unlocks the state of a stack of which the deploy was killed, and removes what it does not know. */
async function mend(stage: Stage, stack: string, made: number): Promise<Mended> {
  stage.say(`mending what was killed in ${stack} ...`);
  const { code, output } = await stage.cdktf.deploy(stack, { skipSynth: true, alone: true });
  const [message = ""] = errorsIn(output);
  const [, lock] = /\bID:\s+([0-9a-f-]{36})/.exec(output) ?? [];
  if (code === 0 || lock === undefined) {
    throw new Error(
      `After a deploy of ${stack} was killed, the next one told of no lock: ${message || "it ended well"}.`,
    );
  }
  await stage.terraform.forceUnlock(stack, lock);
  // Terraform does not know of the stacks after it yet.
  const upTo = stage.stacks.slice(0, stage.stacks.indexOf(stack) + 1);
  const stacks = await Promise.all(upTo.map((it) => stage.terraform.recorded(it)));
  const ask: Ask = (call) => rawCall(call, stage.region, stage.proxy.call);
  const removed = [...(await removeUnrecorded(stack, stacks, ask)), ...(await removeUnrecordedKeys(stacks, ask))];
  // Each begins with its type.
  const types = removed.map((it) => it.replace(/ .*/, ""));
  const recorded = stacks.find(({ id }) => id === stack)?.resources.length ?? 0;
  return {
    recorded,
    told: [
      `${stack}: killed after ${made} resources, of which ${recorded} were recorded`,
      `${stack}: ${message}: terraform force-unlock ${lock}`,
      `${stack}: removed what no state knew: ${counted(types) || "nothing"}`,
    ],
  };
}
