import { isTask } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

const LIMITS = ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"];

export const taskTimeout: Rule = {
  id: "task-timeout",
  reason: "A call that nobody answers blocks the execution for up to a year",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#sfn-stuck-execution",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const { name, state } of states.filter(isTask)) {
      if (LIMITS.some((limit) => state[limit] !== undefined)) continue;
      yield {
        state: name,
        wrong: "The Task has no timeout",
        fix: "Write TimeoutSeconds, or HeartbeatSeconds where it waits for a callback",
      };
    }
  },
};
