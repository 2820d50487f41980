import { join } from "node:path";
import { loadEnvironments } from "../../environments/load";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { synthesize } from "../stacks/synthesized";
import { ACCOUNT_ID } from "./aws-endpoint";
import { type Plan, planStack } from "./plan";
import { Terraform } from "./terraform";

/** More Terraforms than processors only wait for each other. */
const AT_A_TIME = 2;

/** The plans of every stack of every environment by the stack's id, made in the folder `scratch`. */
export async function planAll(scratch: string, awsUrl: string): Promise<ReadonlyMap<string, Plan>> {
  const terraform = new Terraform(scratch, findProviderMirror(), awsUrl);
  const outdir = join(scratch, "cdktf.out");
  const regions = new Map(loadEnvironments(undefined).map(({ name, region }) => [name, region]));
  // Environments that protect their data refuse to be planned for an account that is not named.
  const accounts = { ORDERS_STAGING_ACCOUNT_ID: ACCOUNT_ID, ORDERS_PROD_ACCOUNT_ID: ACCOUNT_ID };
  const waiting = await synthesize(outdir, undefined, accounts);
  const plans = new Map<string, Plan>();

  async function work(): Promise<void> {
    for (let stack = waiting.shift(); stack !== undefined; stack = waiting.shift()) {
      const region = regions.get(stack.id.split("-")[1] ?? "") ?? "";
      plans.set(
        stack.id,
        await planStack(terraform, { stacksFolder: join(outdir, "stacks"), stack: stack.id, scratch, region }),
      );
    }
  }

  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return plans;
}
