import { killWhilePlanning } from "../break-off";
import type { Finding } from "../finding";
import type { Stage } from "../stage";
import { errorsIn } from "./deploy";

/** A deploy is killed while it holds the lock of a state: the next one must say so, and go on once it is unlocked. */
export async function lockedState(stage: Stage): Promise<Finding> {
  stage.say("killing a deploy while it holds a lock ...");
  const [data = ""] = stage.stacks;
  await killWhilePlanning(stage, data);
  const { code, output } = await stage.cdktf.deploy(data, { skipSynth: true });
  const [message] = errorsIn(output);
  const [, id] = /\bID:\s+([0-9a-f-]{36})/.exec(output) ?? [];
  if (code === 0 || id === undefined) {
    return { step: "locked state", ok: false, told: "no lock was told", details: errorsIn(output) };
  }
  await stage.terraform.forceUnlock(data, id);
  return {
    step: "locked state",
    ok: true,
    told: "told, and unlocked",
    details: [`${data}: ${message}`, `${data}: terraform force-unlock ${id}`],
  };
}
