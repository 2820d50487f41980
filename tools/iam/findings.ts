import { Names, type Right } from "../aws";
import type { RunningSystem } from "../local/system";
import { reasonedEntry, UNEXERCISED, type Unexercised } from "../local/unexercised";
import { reasonOfWildcard } from "./wildcards";

/** The findings about one granted pair of an action and a resource. */
export interface Pair {
  readonly right: Right;
  readonly holder: string;
  readonly action: string;
  readonly resource: string;
  /** The states, functions, routes, pipes, rules and schedules that need it. */
  readonly neededBy: readonly string[];
  /** Why it is granted although no run on this machine can use it. */
  readonly listed: Unexercised | undefined;
  /** Why it has a wildcard; "" without a wildcard, undefined for a wildcard without a reason. */
  readonly wildcard: string | undefined;
}

export interface Findings {
  readonly env: string;
  readonly pairs: readonly Pair[];
}

/** The findings about each permission of an environment, from its run. */
export async function findingsOf({ env, inside: { authorizer } }: RunningSystem): Promise<Findings> {
  const { rights, record } = authorizer;
  const names = new Names(env);
  const pairs = rights.map(
    async (right): Promise<Pair> => ({
      right,
      holder: names.holder(right.holder),
      action: names.action(right),
      resource: names.resource(right.resource),
      neededBy: [...record.usersOf(right)].map((user) => names.part(user)).sort(),
      listed: reasonedEntry(right),
      wildcard: await reasonOfWildcard(right),
    }),
  );
  return { env, pairs: await Promise.all(pairs) };
}

/** Every problem, each with its fix. */
export function problemsOf(all: readonly Findings[]): string[] {
  return [...all.flatMap(({ env, pairs }) => pairs.flatMap((pair) => problemsOfPair(env, pair))), ...idleEntries(all)];
}

function problemsOfPair(env: string, { holder, action, resource, neededBy, listed, wildcard }: Pair): string[] {
  const pair = `${env}: ${holder} may ${action} on ${resource}`;
  const problems: string[] = [];
  if (neededBy.length === 0 && !listed) {
    problems.push(
      `${pair}, and nothing needs that. Remove it in stacks/, add a journey that needs it to tools/iam/journeys, or give the reason in tools/local/unexercised.ts.`,
    );
  }
  if (neededBy.length > 0 && listed) {
    problems.push(
      `${pair}, needed by ${neededBy.join(", ")}, but it is listed in tools/local/unexercised.ts: "${listed.reason}". Narrow that entry.`,
    );
  }
  if (wildcard === undefined) {
    problems.push(
      `${pair}, a wildcard without a reason. Name the resource, or give the reason in tools/iam/wildcards.ts.`,
    );
  }
  return problems;
}

function idleEntries(all: readonly Findings[]): string[] {
  const needed = new Set(all.flatMap(({ pairs }) => pairs.map(({ listed }) => listed)));
  return UNEXERCISED.filter((entry) => !entry.dependsOnSettings && !needed.has(entry)).map(
    ({ reason }) => `tools/local/unexercised.ts: no right matches the entry "${reason}". Remove it.`,
  );
}

export interface Totals {
  readonly granted: number;
  readonly exercised: number;
  readonly listed: number;
  readonly neither: number;
  /** The number of pairs with a wildcard, by reason. */
  readonly wildcards: Readonly<Record<string, number>>;
}

export function totalsOf({ pairs }: Findings): Totals {
  const exercised = pairs.filter(({ neededBy }) => neededBy.length > 0);
  const idle = pairs.filter(({ neededBy }) => neededBy.length === 0);
  const listed = idle.filter(({ listed: entry }) => entry !== undefined);
  const wildcards: { [reason: string]: number } = {};
  for (const { wildcard = "no reason" } of pairs)
    if (wildcard !== "") wildcards[wildcard] = (wildcards[wildcard] ?? 0) + 1;
  return {
    granted: pairs.length,
    exercised: exercised.length,
    listed: listed.length,
    neither: idle.length - listed.length,
    wildcards,
  };
}
