import { readStacks } from "../../aws";
import type { Finding } from "../finding";
import type { Stage } from "../stage";

/** Deploys everything at once. */
export async function deploy(stage: Stage): Promise<Finding> {
  return deployRest(stage, 0);
}

/** Deploys what is left when so many resources were made. Throws where that fails, with what was said. */
export async function deployRest(stage: Stage, made: number): Promise<Finding> {
  const all = sizesOf(stage).reduce((sum, size) => sum + size, 0);
  // Interrupted in its last stack, a deploy makes all that there is; the second plan will tell.
  if (made < all) {
    stage.say(`deploying ${all - made} resources ...`);
    const { code, output } = await stage.cdktf.deploy(stage.allStacks, {
      skipSynth: true,
      onResource: (done) => {
        if (done % 50 === 0) stage.say(`${done} resources made ...`);
      },
    });
    if (code !== 0) throw new Error(["cdktf deploy failed:", ...errorsIn(output)].join("\n"));
  }
  const stacks = await stage.readDeployed();
  return {
    step: "deploy",
    ok: true,
    told: `${all} resources`,
    details: stacks.map(({ id, resources }) => `${id}: ${resources.length} resources`),
  };
}

/** The number of resources of each stack, in the order in which they are deployed. */
export function sizesOf(stage: Stage): number[] {
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
