import { stateMachineRules } from "../../../../tools/baseline/rules/state-machine";
import { describeRules } from "./describe-rules";

const machine = "aws_sfn_state_machine.fulfilment";
const pipe = "aws_pipes_pipe.hand-over";

const definition = (task: object, around: object = {}) =>
  JSON.stringify({
    StartAt: "Each",
    States: {
      Each: { Type: "Map", ...around, ItemProcessor: { StartAt: "Do", States: { Do: { Type: "Task", ...task } } } },
    },
  });
const retry = { ErrorEquals: ["States.ALL"], BackoffRate: 2 };
const catcher = { ErrorEquals: ["States.ALL"], Next: "Undo" };

describeRules(stateMachineRules, {
  sound: {
    [machine]: {
      definition: definition({ Retry: [retry], Catch: [catcher] }),
      tracing_configuration: { enabled: true },
      logging_configuration: {
        level: "ALL",
        include_execution_data: false,
        log_destination: "${aws_cloudwatch_log_group.log.arn}:*",
      },
    },
    [pipe]: { source: "${aws_sqs_queue.orders.arn}", log_configuration: { level: "ERROR" } },
  },
  refused: {
    "execution-data-privacy": [
      { [machine]: { logging_configuration: { level: "ALL", include_execution_data: true } } },
      { [pipe]: { log_configuration: { include_execution_data: ["ALL"] } } },
    ],
    "state-machine-execution-data": [{ [machine]: { logging_configuration: { level: "ALL" } } }],
    "state-machine-log-level": [
      { [machine]: { logging_configuration: { level: "ERROR", log_destination: "arn:aws:logs:x" } } },
      { [machine]: { logging_configuration: { level: "ALL" } } },
    ],
    "state-machine-task-catch": [
      { [machine]: { definition: definition({ Retry: [retry] }) } },
      { [machine]: { definition: definition({ Retry: [retry], Catch: [{ ErrorEquals: ["States.Timeout"] }] }) } },
      { [machine]: { definition: "${file(var.definition)}" } },
    ],
    "state-machine-task-retry": [
      { [machine]: { definition: definition({}) } },
      { [machine]: { definition: definition({ Retry: [{ ...retry, MaxAttempts: 0 }] }) } },
      { [machine]: { definition: definition({ Retry: [{ ...retry, BackoffRate: 1 }] }) } },
    ],
    "state-machine-tracing": [{ [machine]: { tracing_configuration: { enabled: false } } }],
  },
  accepted: {
    "state-machine-execution-data": [
      { [machine]: { logging_configuration: { level: "ALL", include_execution_data: true } } },
    ],
    "state-machine-task-catch": [
      {},
      { [machine]: { definition: definition({ Retry: [retry] }, { Catch: [catcher] }) } },
    ],
    "state-machine-task-retry": [
      {},
      { [machine]: { definition: definition({ Retry: [{ ErrorEquals: ["States.ALL"] }] }) } },
    ],
  },
});
