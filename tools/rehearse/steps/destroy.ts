import type { Finding } from "../finding";
import { findLeftovers } from "../leftovers";
import type { Stage } from "../stage";
import { errorsIn } from "./deploy";

/** Where an environment is protected, destroying it must be refused. */
export async function tryToDestroy(stage: Stage): Promise<Finding[]> {
  return stage.isProtected ? [await tryInVain(stage)] : [];
}

/**
 * Destroys everything, and looks whether AWS still has anything of it. Where an environment is protected, that is lifted
 * first by its setting, as docs/deploying.md tells.
 */
export async function destroy(stage: Stage): Promise<Finding> {
  if (stage.isProtected) {
    stage.say("lifting the protection ...");
    const settings = { ORDERS_DELETION_PROTECTION: "false" };
    const { code, output } = await stage.cdktf.deploy(stage.allStacks, { settings, unrefreshed: true });
    if (code !== 0) return { step: "destroy", ok: false, told: "protection not lifted", details: errorsIn(output) };
  }
  return destroyAll(stage);
}

async function tryInVain(stage: Stage): Promise<Finding> {
  stage.say("destroying, which must be refused ...");
  const before = await stage.countResources();
  const { code, output } = await stage.cdktf.destroy(stage.allStacks, { skipSynth: true, unrefreshed: true });
  const gone = before - (await stage.countResources());
  const isRefused = code !== 0 && output.includes("Instance cannot be destroyed");
  return {
    step: "protection",
    ok: isRefused && gone === 0,
    told: isRefused ? (gone === 0 ? "destroy refused, nothing gone" : `refused, but ${gone} gone`) : "NOT refused",
    details: [...new Set(errorsIn(output))],
  };
}

async function destroyAll(stage: Stage): Promise<Finding> {
  stage.say("destroying ...");
  const { code, output } = await stage.cdktf.destroy(stage.allStacks, {
    // The settings with which the protection was lifted hold on.
    skipSynth: true,
    unrefreshed: true,
    onResource: (done) => {
      if (done % 25 === 0) stage.say(`${done} resources destroyed ...`);
    },
  });
  if (code !== 0) return { step: "destroy", ok: false, told: "failed", details: errorsIn(output) };
  const left = await findLeftovers(`orders-${stage.environment}-`, stage.region, stage.proxy.call);
  const ok = left.length === 0;
  return { step: "destroy", ok, told: ok ? "nothing left" : `${left.length} left behind`, details: left };
}
