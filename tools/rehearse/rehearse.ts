import type { Finding } from "./finding";
import type { Moto } from "./moto/start";
import { type InPlaceOfMoto, onStage, type StageOptions } from "./on-stage";
import { Around } from "./orders/around";
import { beginLocalRun, type LocalRun } from "./orders/run-locally";
import type { Stage } from "./stage";
import { type BreakOffOnly, breakOffOnly } from "./steps/break-off-only";
import { deploy } from "./steps/deploy";
import { deployBrokenOff } from "./steps/deploy-broken-off";
import { destroy, tryToDestroy } from "./steps/destroy";
import { lookAtChanges } from "./steps/look-at-changes";
import { runOrders } from "./steps/run-orders";
import { secondPlan } from "./steps/second-plan";
import { shiftTraffic } from "./steps/shift-traffic";
import { synthesize } from "./steps/synthesize";

export interface RehearsalOptions extends StageOptions {
  /** Where to break deploys off, if the rehearsal does nothing else. */
  readonly breakOffOnly: BreakOffOnly | undefined;
  /** Whether to break the deploy off once in each stack. */
  readonly breaksOff: boolean;
  /** Whether to shift traffic between versions. */
  readonly releases: boolean;
}

export interface Rehearsal {
  readonly environment: string;
  readonly findings: readonly Finding[];
  readonly inPlaceOfMoto: readonly InPlaceOfMoto[];
}

/** A step, and its name for the finding if it throws. */
type Step = readonly [name: string, step: (stage: Stage) => Promise<Finding | readonly Finding[]>];

function stepsOf(localRun: LocalRun, around: Around, { breaksOff, releases }: RehearsalOptions): Step[] {
  return [
    ["deploy", breaksOff ? deployBrokenOff : deploy],
    ["second plan", secondPlan],
    ["orders and plans", async (it) => (await Promise.all([runOrders(it, localRun, around), lookAtPlans(it)])).flat()],
    ...(releases ? [["releases", (it: Stage) => shiftTraffic(it, around)] as const] : []),
    [
      "destroy",
      async (it) => {
        await around.stop();
        return destroy(it);
      },
    ],
  ];
}

/** None of these changes anything, so they need not wait until the orders have ended. */
async function lookAtPlans(stage: Stage): Promise<Finding[]> {
  return [...(await lookAtChanges(stage)), ...(await tryToDestroy(stage))];
}

/** Rehearses one environment. A step reports what it checks as findings; a step that throws ends the rehearsal. */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { environment } = options;
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  return onStage({ ...options, signal }, async ({ stage, moto, inPlaceOfMoto }) => {
    try {
      await synthesize(stage);
      const only = options.breakOffOnly;
      if (only !== undefined) {
        const findings = await findAll(stage, [["broken off", (it) => breakOffOnly(it, only)]]);
        return { environment, findings, inPlaceOfMoto: inPlaceOfMoto() };
      }
      const localRun = beginLocalRun(stage);
      const around = new Around(stage, localRun.samples);
      const findings = await findAll(stage, stepsOf(localRun, around, options)).finally(() => around.stop());
      return { environment, findings: [...findings, ...whatBroke(moto)], inPlaceOfMoto: inPlaceOfMoto() };
    } finally {
      // The local run may still be going after an earlier step has failed.
      over.abort();
    }
  });
}

async function findAll(stage: Stage, steps: readonly Step[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, step] of steps) {
    try {
      findings.push(...[await step(stage)].flat());
    } catch (error) {
      stage.signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      findings.push({ step: name, ok: false, result: "could not run", details: reason.split("\n") });
      return findings;
    }
  }
  return findings;
}

function whatBroke(moto: Moto): Finding[] {
  const details = moto.broken();
  if (details.length === 0) return [];
  return [{ step: "moto", ok: false, result: `its interpreter could not run ${details.length} executions`, details }];
}
