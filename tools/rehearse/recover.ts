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
  /** How many resources of the stack the state knows. */
  readonly recorded: number;
  /** What was done, a line each. */
  readonly told: readonly string[];
}

/**
 * Recovers a stack of which the deploy was killed after it had made so many resources, as docs/deploying.md says: unlocks
 * its state, and removes what that does not know. Throws where one of these is refused, and where nothing was locked:
 * unless these were all its resources, because such a deploy may have finished before the kill reached it.
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
      `After a deploy of ${stack} was killed, the next one was not refused by a lock: ${message || "it ended well"}.`,
    );
  }
  if (isLocked) await stage.terraform.forceUnlock(stack, lock);
  const known = await stage.recordedUpTo(stack);
  const removed = await removeAllUnrecorded(stage, stack, known);
  // Each begins with its type.
  const types = removed.map((it) => it.replace(/ .*/, ""));
  const recorded = known.find(({ id }) => id === stack)?.resources.length ?? 0;
  return {
    recorded,
    told: [
      `${stack}: killed after ${made} resources, of which ${recorded} were recorded`,
      isLocked
        ? `${stack}: ${message}: terraform force-unlock ${lock}`
        : `${stack}: had written its state and given back its lock`,
      `${stack}: removed what no state knew: ${counted(types) || "nothing"}`,
    ],
  };
}

/** Removes from AWS what no state knows of a stack and of the keys. Answers the type and name of each. */
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
