import { type AslObject, isDistributedMap, machinesOf, typeAround } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule, WorkflowType } from "./rule";
import { longestPath, unboundedIn } from "./slowest-path";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: an Express execution lasts 5 minutes at most. */
const LONGEST_EXPRESS_SECONDS = 300;

/**
 * The slowest path of each execution must fit into its limit. A loop, a Map, and a limit or wait from the input have no
 * bound in the definition. Each needs a waiver that says what bounds it, and then adds no time to the path.
 */
export const timeLimit: Rule = {
  id: "time-limit",
  reason: "An execution that reaches its limit ends at once: no Catch runs, and nothing is undone or recorded",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
  isWaivable: true,
  *check({ definition, type }: CheckedWorkflow): Generator<Finding> {
    for (const { machine, enclosing } of machinesOf(definition)) {
      const [around] = enclosing;
      if (around !== undefined && !isDistributedMap(around)) continue;
      const limit = limitOf(machine, typeAround({ enclosing }, type));
      if (limit === undefined) continue;
      yield* unboundedIn(machine);
      const { seconds, states } = longestPath(machine);
      if (seconds <= limit) continue;
      yield {
        ...(around === undefined ? {} : { state: around.name }),
        wrong: `The path ${states.join(", ")} may take ${seconds} s, but the execution ends after ${limit} s`,
        fix: "Give the execution more time, or the Tasks and retries on that path less",
      };
    }
  },
};

/** Seconds after which an execution ends. Undefined without a limit. */
export function limitOf({ TimeoutSeconds }: AslObject, type: WorkflowType): number | undefined {
  const own = typeof TimeoutSeconds === "number" ? TimeoutSeconds : undefined;
  return type === "EXPRESS" ? Math.min(own ?? LONGEST_EXPRESS_SECONDS, LONGEST_EXPRESS_SECONDS) : own;
}
