import { parseDefinition } from "../../../asl/parse";
import { catchesAll, isObject, isTask, objectsOf, type PlacedState, statesOf } from "../../../asl/states";
import { expectAll, expectSet, expectValue } from "../expect";
import type { Resource } from "../model/resource";
import type { Rule } from "../rule";

export const stateMachineRules: readonly Rule[] = [
  {
    id: "execution-data-privacy",
    scannerIds: [],
    types: ["aws_sfn_state_machine", "aws_pipes_pipe"],
    reason:
      "The input and output of states hold addresses, e-mail addresses and payment tokens, and a log has more readers than the table",
    fix: "Set include_execution_data to false, or remove it from a pipe",
    check: expectAll(
      ...["logging_configuration", "log_configuration"].map((block) =>
        expectValue(`${block}.include_execution_data`, false, undefined),
      ),
    ),
  },
  {
    id: "state-machine-execution-data",
    scannerIds: ["CKV_AWS_285"],
    types: ["aws_sfn_state_machine"],
    reason: "Without the data of its states, no one can see why an execution failed",
    fix: "Set logging_configuration.include_execution_data to true, if no personal data passes",
    check: expectValue("logging_configuration.include_execution_data", true),
  },
  {
    id: "state-machine-log-level",
    scannerIds: ["AwsSolutions-SF1"],
    types: ["aws_sfn_state_machine"],
    reason: "An Express execution has no history but its log, so what is not logged is lost",
    fix: 'Set logging_configuration.level to "ALL" and log_destination to a log group',
    check: expectAll(
      expectValue("logging_configuration.level", "ALL"),
      expectSet("logging_configuration.log_destination"),
    ),
  },
  /** A Catch of the Map or Parallel around a Task counts. */
  {
    id: "state-machine-task-catch",
    scannerIds: [],
    types: ["aws_sfn_state_machine"],
    reason: "An error ends the execution at once: nothing is undone, and no dead letter reports it",
    fix: 'Give each Task, or the Map or Parallel around it, a "Catch" of States.ALL',
    check: (machine) =>
      tasksOf(machine)
        .filter((task) => ![task, ...task.enclosing].some(catchesAll))
        .map(({ name }) => `the Task ${name} has no Catch of States.ALL`),
  },
  /** Judges what is deployed: the Workflow construct does not check a definition that another tool writes. */
  {
    id: "state-machine-task-retry",
    scannerIds: [],
    types: ["aws_sfn_state_machine"],
    reason: "A transient fault of a service fails the order",
    fix: 'Give each Task a "Retry" whose BackoffRate is above 1',
    check: (machine) =>
      tasksOf(machine).flatMap(({ name, state }) => {
        const retriers = objectsOf(state.Retry).filter(({ MaxAttempts }) => MaxAttempts !== 0);
        if (retriers.length === 0) return [`the Task ${name} has no Retry`];
        // The language's default is 2.
        const isConstant = retriers.some(({ BackoffRate = 2 }) => typeof BackoffRate !== "number" || BackoffRate <= 1);
        return isConstant ? [`the Retry of the Task ${name} does not back off`] : [];
      }),
  },
  {
    id: "state-machine-tracing",
    scannerIds: ["CKV_AWS_284", "AwsSolutions-SF2"],
    types: ["aws_sfn_state_machine"],
    reason: "A trace of an order ends at the workflow",
    fix: "Set tracing_configuration.enabled to true",
    check: expectValue("tracing_configuration.enabled", true),
  },
];

/** The Tasks of a state machine, nested ones included; throws if the definition cannot be read. */
function tasksOf(machine: Resource): PlacedState[] {
  const definition = parseDefinition("definition", String(machine.at("definition")));
  if (!isObject(definition.States)) throw new Error("definition has no States");
  return statesOf(definition).filter(isTask);
}
