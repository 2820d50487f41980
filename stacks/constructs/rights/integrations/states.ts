import type { Call } from "../call";
import { ANYTHING, type Need } from "../need";
import type { Resource } from "../resource";
import type { Integration, Integrations } from "./integration";

/** The rule that notifies Step Functions when an execution that a Task waits for has ended. */
const MANAGED_RULE = "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule";

export const states: Integrations = {
  startExecution: starts("StartExecution"),
  "startExecution.sync": startsAndWaits,
  "startExecution.sync:2": startsAndWaits,
  startSyncExecution: starts("StartSyncExecution"),
  sendTaskSuccess: answers("SendTaskSuccess"),
  sendTaskFailure: answers("SendTaskFailure"),
  sendTaskHeartbeat: answers("SendTaskHeartbeat"),
};

function starts(action: string): Integration {
  return (call) => machinesOf(call).map((on) => ({ actions: [action], on }));
}

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies */
function startsAndWaits(call: Call): Need[] {
  return [
    ...machinesOf(call).flatMap((machine) => [
      { actions: ["StartExecution"], on: machine },
      { actions: ["DescribeExecution", "StopExecution"], on: executionsOf(call, machine) },
    ]),
    {
      actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
      on: { arn: call.around.arnOf("events", MANAGED_RULE) },
    },
  ];
}

/** The holder of a task's token may answer for it. AWS has no resource type for these actions. */
function answers(action: string): Integration {
  return () => [{ actions: [action], on: ANYTHING }];
}

function machinesOf(call: Call): readonly Resource[] {
  const { self } = call.around;
  return call.path("StateMachineArn") === "$$.StateMachine.Id" ? [self] : call.resources("StateMachineArn");
}

/** Every execution of a state machine. */
export function executionsOf(call: Call, { name }: Resource): Resource {
  if (name !== undefined) return { arn: call.around.arnOf("states", `execution:${name}:*`) };
  throw call.refusal(
    "Only the ARN of the state machine is known, so its executions cannot be named",
    "Supply the Workflow itself, or { arn, name }",
  );
}
