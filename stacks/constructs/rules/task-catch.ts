import { catchesAll, isTask } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

/** A Map or Parallel around a Task can catch its error. It then ends as a whole and continues at the Catch. */
export const taskCatch: Rule = {
  id: "task-catch",
  reason: "An error ends the execution at once: nothing is undone, and no dead letter reports it",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const task of states.filter(isTask)) {
      if ([task, ...task.enclosing].some(catchesAll)) continue;
      yield {
        state: task.name,
        wrong: "Neither the Task nor a Map or Parallel around it catches States.ALL",
        fix: 'Write "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": ... }]',
      };
    }
  },
};
