import { readStacks } from "../../local/deployment/synthesized";
import { breakOff } from "../break-off";
import { chooseMoments } from "../broken-off";
import type { Finding } from "../finding";
import type { Ended } from "../run-program";
import type { Stage } from "../stage";

/** Deploys everything. The deploy may be broken off on the way, once in each stack, at a random resource. */
export async function deploy(stage: Stage, breaksOff: boolean): Promise<Finding[]> {
  const sizes = sizesOf(stage);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const moments = breaksOff ? chooseMoments(sizes, stage.random) : [];
  const told: string[] = [];
  let [made, broken] = [0, 0];
  for (const moment of moments) {
    stage.say(`deploying, to be interrupted after ${moment} of ${all} resources ...`);
    const isBroken = await breakOff(stage, moment - made);
    made = await stage.countResources();
    broken += isBroken ? 1 : 0;
    told.push(`${isBroken ? `interrupted after ${moment} resources, ended` : "ended by itself"} with ${made}`);
  }
  // Interrupted in its last stack, a deploy makes all that there is; the second plan will tell.
  const { code, output } = made === all ? { code: 0, output: "" } : await deployRest(stage, all - made);
  if (code !== 0) throw new Error(["cdktf deploy failed:", ...errorsIn(output)].join("\n"));
  const counts = (await stage.readDeployed()).map(({ id, resources }) => `${id}: ${resources.length} resources`);
  const deployed = { step: "deploy", ok: true, told: `${all} resources`, details: counts };
  if (!breaksOff) return [deployed];
  const isCompleted = broken === moments.length;
  return [
    deployed,
    {
      step: "broken off",
      ok: isCompleted,
      told: `${broken} times, ${isCompleted ? "completed" : "not completed"}`,
      details: told,
    },
  ];
}

function deployRest(stage: Stage, left: number): Promise<Ended> {
  stage.say(`deploying ${left} resources ...`);
  return stage.cdktf.deploy(stage.allStacks, {
    skipSynth: true,
    onResource: (done) => {
      if (done % 50 === 0) stage.say(`${done} resources made ...`);
    },
  });
}

/** The number of resources of each stack, in the order in which they are deployed. */
function sizesOf(stage: Stage): number[] {
  const synthesized = readStacks(stage.outdir, stage.environment);
  return stage.stacks.map((id) =>
    Object.values(synthesized.find((stack) => stack.id === id)?.resources ?? {})
      .map((named) => Object.keys(named).length)
      .reduce((sum, size) => sum + size, 0),
  );
}

/** What Terraform and cdktf say went wrong, a line each, without the stack's name and the frame before it. */
export function errorsIn(output: string): string[] {
  return output
    .split("\n")
    .filter((line) => /\bError: /.test(line))
    .map((line) => line.replace(/^.*?Error: /, ""));
}
