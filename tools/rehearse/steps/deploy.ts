import { readStacks } from "../../local/deployment/synthesized";
import { breakOff } from "../break-off";
import { chooseMoments } from "../broken-off";
import type { DeployedStack } from "../deployed";
import type { Finding } from "../finding";
import type { Stage } from "../stage";

/** What Terraform says to the replacement of what is protected. */
const PREVENTED = "Instance cannot be destroyed";

const ANYTHING = /^/;

/** Made anew, it would be put in the old one's place, and then be deleted for the old one. */
const PART_OF_AN_API = /^aws_api_gateway_/;

/** Deploys everything. The deploy may be broken off on the way, once in each stack, at a random resource. */
export async function deploy(stage: Stage, breaksOff: boolean): Promise<Finding[]> {
  const sizes = sizesOf(stage);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const moments = breaksOff ? chooseMoments(sizes, stage.random) : [];
  const told: string[] = [];
  let [made, broken] = [0, 0];
  for (const moment of moments) {
    stage.say(`deploying, to be broken off after ${moment} of ${all} resources ...`);
    const left = Math.max(1, moment - made);
    const { isBroken } = await unhindered(stage, told, () => breakOff(stage, left));
    told.push(...(await untaint(stage, PART_OF_AN_API)));
    made = wholeResources(await stage.readDeployed());
    broken += isBroken ? 1 : 0;
    told.push(`${isBroken ? "broken off" : "ended by itself"} when ${made} resources had been made`);
  }
  stage.say(made > 0 ? "deploying the rest ..." : `deploying ${all} resources ...`);
  const { code, output } = await unhindered(stage, told, () => deployAll(stage));
  const ok = code === 0;
  const counts = (await stage.readDeployed()).map(({ id, resources }) => `${id}: ${resources.length} resources`);
  const details = ok ? counts : [...counts, ...errorsIn(output)];
  const deployed = { step: "deploy", ok, told: ok ? `${all} resources` : "failed", details };
  if (!breaksOff) return [deployed];
  const isCompleted = ok && broken === moments.length;
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

/** Deploys; again, once what it may not replace was untainted. */
async function unhindered<T extends { readonly output: string }>(
  stage: Stage,
  told: string[],
  attempt: () => Promise<T>,
): Promise<T> {
  const first = await attempt();
  if (!first.output.includes(PREVENTED)) return first;
  told.push(...(await untaint(stage, ANYTHING)));
  return attempt();
}

function deployAll(stage: Stage) {
  return stage.cdktf.deploy(stage.allStacks, {
    skipSynth: true,
    onResource: (done) => {
      if (done % 50 === 0) stage.say(`${done} resources made ...`);
    },
  });
}

/** As docs/deploying.md tells, what was broken off is taken for whole, and the next plan mends what is not. */
async function untaint(stage: Stage, concerned: RegExp): Promise<string[]> {
  const told: string[] = [];
  for (const { id, resources } of await stage.readDeployed()) {
    for (const { address } of resources.filter((it) => it.tainted && concerned.test(it.address))) {
      await stage.terraform.untaint(id, address);
      told.push(`${id}: terraform untaint ${address}`);
    }
  }
  return told;
}

/** How many resources were made to their end. */
function wholeResources(stacks: readonly DeployedStack[]): number {
  return stacks.flatMap(({ resources }) => resources.filter(({ tainted }) => !tainted)).length;
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
