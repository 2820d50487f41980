import type { Finding } from "../finding";
import { findLeftovers } from "../leftovers";
import type { Stage } from "../stage";
import { errorsIn } from "./deploy";

/** Checks that a protected environment refuses to be destroyed. */
export async function tryToDestroy(stage: Stage): Promise<Finding[]> {
  return stage.isProtected ? [await tryInVain(stage)] : [];
}

/**
 * Destroys everything, and checks that AWS has nothing left of it. The protection of a protected environment is lifted
 * first by its setting, as docs/deploying.md describes.
 */
export async function destroy(stage: Stage): Promise<Finding> {
  if (stage.isProtected) {
    stage.say("lifting the protection ...");
    const settings = { ORDERS_DELETION_PROTECTION: "false" };
    const { code, output } = await stage.cdktf.deploy(stage.allStacks, { settings, unrefreshed: true });
    if (code !== 0) return { step: "destroy", ok: false, result: "protection not lifted", details: errorsIn(output) };
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
    result: isRefused ? (gone === 0 ? "destroy refused, nothing gone" : `refused, but ${gone} gone`) : "NOT refused",
    details: [...new Set(errorsIn(output))],
  };
}

async function destroyAll(stage: Stage): Promise<Finding> {
  stage.say("destroying ...");
  const { code, output } = await stage.cdktf.destroy(stage.allStacks, {
    // The synthesized output still has the setting that lifted the protection.
    skipSynth: true,
    unrefreshed: true,
    onResource: (done) => {
      if (done % 25 === 0) stage.say(`${done} resources destroyed ...`);
    },
  });
  if (code !== 0) return { step: "destroy", ok: false, result: "failed", details: errorsIn(output) };
  const left = await findLeftovers(`orders-${stage.environment}-`, stage.region, stage.proxy.call);
  const ok = left.length === 0;
  return { step: "destroy", ok, result: ok ? "nothing left" : `${left.length} left behind`, details: left };
}
