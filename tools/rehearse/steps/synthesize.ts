import { STATE_BUCKET } from "../project";
import { callOf } from "../proxy/call";
import { signed } from "../signed";
import type { Stage } from "../stage";

/** Synthesizes the stacks, and creates the bucket for their states, as the bootstrap stack would have. */
export async function synthesize(stage: Stage): Promise<void> {
  stage.say("building and synthesizing ...");
  const { code, output } = await stage.cdktf.synthesize();
  if (code !== 0) throw new Error(`cdktf synth failed:\n${output}`);
  const location = `<CreateBucketConfiguration><LocationConstraint>${stage.region}</LocationConstraint></CreateBucketConfiguration>`;
  const call = callOf("PUT", `/${STATE_BUCKET}`, signed("s3", stage.region), Buffer.from(location));
  const { status, body } = await stage.proxy.call(call);
  if (status !== 200) throw new Error(`The bucket for the states could not be created: ${body.toString("utf8")}`);
}
