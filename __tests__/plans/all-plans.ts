import { rmSync } from "node:fs";
import { join } from "node:path";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { synthesize } from "../stacks/synthesized";
import { type Plan, planStack } from "./plan";
import { Terraform } from "./terraform";

/** More Terraforms than processors only wait for each other. */
const AT_A_TIME = 2;

/** The plans of every stack of every environment by the stack's id, made in the folder `scratch`. */
export async function planAll(scratch: string, awsUrl: string): Promise<ReadonlyMap<string, Plan>> {
  const terraform = new Terraform(scratch, findProviderMirror(), awsUrl);
  const outdir = join(scratch, "cdktf.out");
  const waiting = await synthesize(outdir);
  const plans = new Map<string, Plan>();

  async function work(): Promise<void> {
    for (let stack = waiting.shift(); stack !== undefined; stack = waiting.shift()) {
      const region = String(stack.provider.region);
      plans.set(
        stack.id,
        await planStack(terraform, { stacksFolder: join(outdir, "stacks"), stack: stack.id, scratch, region }),
      );
      // From a mirror of archives, each stack unpacks 700 MB of provider.
      rmSync(join(scratch, stack.id, ".terraform"), { recursive: true, force: true });
    }
  }

  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return plans;
}
