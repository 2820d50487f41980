import { interruptDeploy, killDeploy } from "../break-off";
import { chooseMoments } from "../broken-off";
import type { Finding } from "../finding";
import { type Recovered, recover } from "../recover";
import type { Stage } from "../stage";
import { deployRest, sizesOf } from "./deploy";

/**
 * Deploys everything, and breaks the deploy off at a random resource of each stack. In every stack but the last, it is
 * killed, and recovered as docs/deploying.md says; in the last, it is interrupted. Each next deploy continues from there.
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
    stage.say(`recovering ${stack} ...`);
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
      result: `${killed.length} times, recovered, completed`,
      details: killed.flatMap(({ notes }) => notes),
    },
    {
      step: "interrupted",
      ok: isInterrupted,
      result: isInterrupted ? "finished its stack, completed" : "ended before it was interrupted",
      details: [`interrupted after ${last} resources, ended with ${made}`],
    },
  ];
}
