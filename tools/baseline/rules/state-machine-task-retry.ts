import { handlersOf, tasksOf } from "../model/definition";
import type { Rule } from "../rule";

/** Holds what is deployed: a definition that another tool writes passes no check of the Workflow construct. */
export const stateMachineTaskRetry: Rule = {
  id: "state-machine-task-retry",
  scannerIds: [],
  types: ["aws_sfn_state_machine"],
  reason: "A passing fault of a service fails the order",
  fix: 'Give each Task a "Retry" whose BackoffRate is above 1',
  check: (machine) =>
    tasksOf(machine).flatMap(({ name, state }) => {
      const retriers = handlersOf(state, "Retry").filter(({ MaxAttempts }) => MaxAttempts !== 0);
      if (retriers.length === 0) return [`the Task ${name} has no Retry`];
      // Without a BackoffRate, the language says 2.
      const isConstant = retriers.some(({ BackoffRate = 2 }) => typeof BackoffRate !== "number" || BackoffRate <= 1);
      return isConstant ? [`the Retry of the Task ${name} does not back off`] : [];
    }),
};
