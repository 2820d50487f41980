import { readStacks } from "../../aws";
import type { Finding } from "../finding";
import type { Stage } from "../stage";

/** Deploys everything at once. */
export async function deploy(stage: Stage): Promise<Finding> {
  return deployRest(stage, 0);
}

/** Deploys what is left after `made` resources. If that fails, throws with the errors that cdktf printed. */
export async function deployRest(stage: Stage, made: number): Promise<Finding> {
  const all = sizesOf(stage).reduce((sum, size) => sum + size, 0);
  // A deploy that was interrupted in its last stack may have made everything; the second plan will check that.
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
    result: `${all} resources`,
    details: stacks.map(({ id, resources }) => `${id}: ${resources.length} resources`),
  };
}

/** The number of resources of each stack, in the order of deployment. */
export function sizesOf(stage: Stage): number[] {
  const synthesized = readStacks(stage.outdir, stage.environment);
  return stage.stacks.map((id) =>
    Object.values(synthesized.find((stack) => stack.id === id)?.resources ?? {})
      .map((named) => Object.keys(named).length)
      .reduce((sum, size) => sum + size, 0),
  );
}

/** The errors in the output of Terraform and cdktf, a line each, without the stack's name and the frame before them. */
export function errorsIn(output: string): string[] {
  return output
    .split("\n")
    .filter((line) => /\bError: /.test(line))
    .map((line) => line.replace(/^.*?Error: /, ""));
}
