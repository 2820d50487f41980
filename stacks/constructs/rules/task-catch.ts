import { catchesAll, isTask } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

/** A Map or Parallel around a Task catches for it: all of it ends with the error, and goes on there. */
export const taskCatch: Rule = {
  id: "task-catch",
  reason: "An error ends the execution there and then: nothing that was done is undone, and no dead letter tells of it",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const task of states.filter(isTask)) {
      if ([task, ...task.enclosing].some(catchesAll)) continue;
      yield {
        state: task.name,
        wrong: "Neither the Task nor a Map or Parallel around it catches States.ALL",
        mend: 'Write "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": ... }]',
      };
    }
  },
};
