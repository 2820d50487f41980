import { isTask, typeAround } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const expressPattern: Rule = {
  id: "express-pattern",
  reason: "Step Functions refuses these patterns in an Express workflow, which runs for five minutes at most",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html",
  isWaivable: false,
  *check({ states, type }: CheckedWorkflow): Generator<Finding> {
    for (const task of states.filter(isTask)) {
      const pattern = String(task.state.Resource).match(/\.(sync(:2)?|waitForTaskToken)$/)?.[0];
      if (pattern === undefined || typeAround(task, type) !== "EXPRESS") continue;
      yield {
        state: task.name,
        wrong: `The Task waits with ${pattern} in an Express execution`,
        fix: "Make the workflow, or the Distributed Map around it, STANDARD, or call without waiting",
      };
    }
  },
};
