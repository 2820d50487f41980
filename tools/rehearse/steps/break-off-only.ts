import { killApply } from "../break-off";
import { choosePoints } from "../broken-off";
import type { Finding } from "../finding";
import { recover, removeAllUnrecorded } from "../recover";
import type { Stage } from "../stage";
import { errorsIn, sizesOf } from "./deploy";

/** Where to kill deploys: after each resource of some units' stacks, and at random points of the other stacks. */
export interface BreakOffOnly {
  /** Units such as `data`. */
  readonly every: readonly string[];
  /** The number of points in all other stacks together. */
  readonly points: number;
}

/**
 * Kills the deploy of each stack again and again, and recovers it each time as docs/deploying.md says. The next deploy
 * continues from there, so it fails on whatever a recovery has missed. Finally, the stack is completed, and AWS must have no
 * resource of it that Terraform has not recorded. Stacks after the last point are not deployed.
 */
export async function breakOffOnly(stage: Stage, { every, points }: BreakOffOnly): Promise<Finding[]> {
  const sizes = new Map(sizesOf(stage).map((size, index) => [stage.stacks[index] ?? "", size]));
  const stacks = stage.stacks.filter((stack) => every.some((unit) => stack === stage.stackOf(unit)));
  const chosen = choosePoints(sizes, stacks, points, stage.random);
  const last = stage.stacks.findLastIndex((stack) => (chosen.get(stack) ?? []).length > 0);
  const findings: Finding[] = [];
  for (const stack of stage.stacks.slice(0, last + 1)) {
    await stage.terraform.init(stack);
    findings.push(await breakOff(stage, stack, sizes.get(stack) ?? 0, chosen.get(stack) ?? []));
  }
  return findings;
}

async function breakOff(stage: Stage, stack: string, size: number, points: readonly number[]): Promise<Finding> {
  const details: string[] = [];
  let recorded = 0;
  for (const [index, point] of points.entries()) {
    // A deploy does not create recorded resources again.
    if (point <= recorded) continue;
    const wereAll = point === size;
    stage.say(`${stack}: killing a deploy after ${point} resources (${index + 1} of ${points.length}) ...`);
    if (!(await killApply(stage, stack, point - recorded)) && !wereAll) {
      throw new Error(`A deploy of ${stack} ended before it had made ${point} resources: see ${stage.log}.`);
    }
    const recovered = await recover(stage, stack, point, { wereAll }).catch((error: unknown) => {
      throw new Error(`${stack}, killed after ${point} resources: ${String(error)}`, { cause: error });
    });
    recorded = recovered.recorded;
    details.push(...recovered.notes.filter((line) => !line.includes("force-unlock")));
  }
  stage.say(`${stack}: completing it ...`);
  const { code, output } = await stage.terraform.apply(stack);
  if (code !== 0) throw new Error([`${stack} could not be completed:`, ...errorsIn(output)].join("\n"));
  const unknown = await removeAllUnrecorded(stage, stack, await stage.recordedUpTo(stack));
  const changes = await stage.terraform.plan(stack);
  return {
    step: `killed in ${stack}`,
    ok: unknown.length === 0 && changes.length === 0,
    result: `${points.length} times, recovered, completed`,
    details: [
      ...details,
      ...unknown.map((it) => `${stack}: not recorded after the last deploy: ${it}`),
      ...changes.map(({ address, actions }) => `${stack}: planned after the last deploy: ${actions} ${address}`),
    ],
  };
}
