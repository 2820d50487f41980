import { handlersOf, handlesAll, tasksOf } from "../model/definition";
import type { Rule } from "../rule";

/** A Map or Parallel around a Task catches for it. */
export const stateMachineTaskCatch: Rule = {
  id: "state-machine-task-catch",
  scannerIds: [],
  types: ["aws_sfn_state_machine"],
  reason: "An error ends the execution there and then: nothing is undone, and no dead letter tells of it",
  fix: 'Give each Task, or what is around it, a "Catch" of States.ALL',
  check: (machine) =>
    tasksOf(machine).flatMap(({ name, state, enclosing }) => {
      const isCaught = [state, ...enclosing].some((it) => handlersOf(it, "Catch").some(handlesAll));
      return isCaught ? [] : [`the Task ${name} has no Catch of States.ALL`];
    }),
};
