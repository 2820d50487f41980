import { interruptDeploy, killDeploy } from "../break-off";
import { chooseMoments } from "../broken-off";
import type { Finding } from "../finding";
import { type Recovered, recover } from "../recover";
import type { Stage } from "../stage";
import { deployRest, sizesOf } from "./deploy";

/**
 * Deploys everything, but is broken off in each stack at a random resource: killed outright in those that others read,
 * and recovered as docs/deploying.md says; interrupted in the last one. Each next deploy goes on from there.
 */
export async function deployBrokenOff(stage: Stage): Promise<Finding[]> {
  const sizes = sizesOf(stage);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const moments = chooseMoments(sizes, stage.random);
  const killed: Recovered[] = [];
  let [made, before] = [0, 0];
  for (const [index, stack] of stage.stacks.slice(0, -1).entries()) {
    const moment = moments[index] ?? 0;
    stage.say(`deploying, to be killed after ${moment} of ${all} resources ...`);
    if (!(await killDeploy(stage, moment - made)))
      throw new Error(`A deploy ended before it was killed: see ${stage.log}.`);
    stage.say(`recovering what was killed in ${stack} ...`);
    const recovered = await recover(stage, stack, moment - before);
    killed.push(recovered);
    made = before + recovered.recorded;
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
      told: `${killed.length} times, recovered, completed`,
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
