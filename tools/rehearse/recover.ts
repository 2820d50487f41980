import { counted } from "./counted";
import type { DeployedStack } from "./deployed";
import { rawCall } from "./raw-call";
import type { Stage } from "./stage";
import { errorsIn } from "./steps/deploy";
import type { Terraform } from "./terraform";
import { type Ask, removeUnrecorded, removeUnrecordedApis, removeUnrecordedKeys } from "./unrecorded";

/** The parts of a stage that a recovery works with. */
export interface Recovering extends Pick<Stage, "recordedUpTo" | "region"> {
  readonly terraform: Pick<Terraform, "run" | "forceUnlock">;
  readonly proxy: Pick<Stage["proxy"], "call">;
}

export interface Recovered {
  /** The number of the stack's resources in its state. */
  readonly recorded: number;
  /** What was done, a line each. */
  readonly notes: readonly string[];
}

/**
 * Recovers a stack whose deploy was killed after it had made `made` resources, as docs/deploying.md says: unlocks its state,
 * and removes resources that the state does not have. Throws if either is refused, or if the state was not locked. With
 * `wereAll`, these were all its resources: the deploy may have finished before the kill, so a missing lock is accepted.
 */
export async function recover(
  stage: Recovering,
  stack: string,
  made: number,
  { wereAll = false } = {},
): Promise<Recovered> {
  const { code, output } = await stage.terraform.run(stack, ["plan", "-input=false", "-no-color"]);
  const [message = ""] = errorsIn(output);
  const [, lock] = /\bID:\s+([0-9a-f-]{36})/.exec(output) ?? [];
  const isLocked = code !== 0 && lock !== undefined;
  if (!isLocked && !(wereAll && code === 0)) {
    throw new Error(
      `After a deploy of ${stack} was killed, a lock should have refused the next plan: ${message || "it succeeded"}.`,
    );
  }
  if (isLocked) await stage.terraform.forceUnlock(stack, lock);
  const known = await stage.recordedUpTo(stack);
  const removed = await removeAllUnrecorded(stage, stack, known);
  // Each entry begins with its type.
  const types = removed.map((it) => it.replace(/ .*/, ""));
  const recorded = known.find(({ id }) => id === stack)?.resources.length ?? 0;
  return {
    recorded,
    notes: [
      `${stack}: killed after ${made} resources, ${recorded} of them recorded`,
      isLocked
        ? `${stack}: ${message}: terraform force-unlock ${lock}`
        : `${stack}: had written its state and released its lock`,
      `${stack}: removed resources that no state has: ${counted(types) || "none"}`,
    ],
  };
}

/** Removes a stack's resources, and keys, that are in AWS but in no state. Returns the type and name of each. */
export async function removeAllUnrecorded(
  stage: Recovering,
  stack: string,
  known: readonly DeployedStack[],
): Promise<string[]> {
  const ask: Ask = (call) => rawCall(call, stage.region, stage.proxy.call);
  return [
    ...(await removeUnrecorded(stack, known, ask)),
    ...(await removeUnrecordedApis(stack, known, ask)),
    ...(await removeUnrecordedKeys(known, ask)),
  ];
}
