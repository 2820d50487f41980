import { type Judgement, judge, outcomeOf, unusedWaivers } from "./judge";
import type { Stack } from "./model/stack";
import type { Rule } from "./rule";
import { allRules } from "./rules/all";
import type { Waiver } from "./waiver";
import { waivers as allWaivers } from "./waivers";

/** The judgements of one environment. */
export interface EnvironmentJudgement {
  readonly environment: string;
  readonly judgements: readonly Judgement[];
}

export interface Baseline {
  readonly environments: readonly EnvironmentJudgement[];
  /** Waivers that nothing needs; empty unless every environment was judged. */
  readonly unused: readonly Waiver[];
}

export interface BaselineOptions {
  /** Whether these are all the stacks, so that a waiver that they do not need is not needed at all. */
  readonly isWhole: boolean;
  readonly rules?: readonly Rule[];
  readonly waivers?: readonly Waiver[];
}

/** Judges stacks by the baseline, environment by environment. */
export async function judgeEnvironments(
  stacks: readonly Stack[],
  { isWhole, rules = allRules, waivers = allWaivers }: BaselineOptions,
): Promise<Baseline> {
  const environments = await Promise.all(
    [...new Set(stacks.map(({ environment }) => environment))].map(async (environment) => {
      const own = stacks.filter((stack) => stack.environment === environment);
      return { environment, judgements: await judge(own, rules, waivers) };
    }),
  );
  const judgements = environments.flatMap((each) => each.judgements);
  return { environments, unused: isWhole ? unusedWaivers(judgements, waivers) : [] };
}

export function hasFailed({ environments, unused }: Baseline): boolean {
  return (
    unused.length > 0 || environments.some(({ judgements }) => judgements.some((it) => outcomeOf(it) === "failed"))
  );
}
