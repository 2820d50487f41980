import type { JsonValue } from "../../../support/json";
import type { AccessRequest } from "../request";
import type { Needs } from "./needs";

const ON_MACHINES = new Set(["StartExecution", "StartSyncExecution", "ListExecutions", "DescribeStateMachine"]);
const ON_EXECUTIONS = new Set([
  "DescribeExecution",
  "DescribeStateMachineForExecution",
  "GetExecutionHistory",
  "ListMapRuns",
  "RedriveExecution",
  "StopExecution",
]);
const ON_MAP_RUNS = new Set(["DescribeMapRun", "UpdateMapRun"]);
const WITH_TOKENS = new Set(["SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"]);
const ON_ANYTHING = new Set(["ListStateMachines", "ValidateStateMachineDefinition"]);

/** Actions on Step Functions. A token that no task waits for needs no right: the call fails anyway. */
export const statesNeeds: Needs = (action, input, { waitsFor }) => {
  const needed = `states:${action}`;
  if (ON_MACHINES.has(action)) return [onMachine(needed, String(input.stateMachineArn))];
  if (ON_EXECUTIONS.has(action)) return [{ action: needed, resource: String(input.executionArn) }];
  if (ON_MAP_RUNS.has(action)) return [{ action: needed, resource: String(input.mapRunArn) }];
  if (action === "TestState") return onAnyStateIn(input.roleArn);
  if (ON_ANYTHING.has(action)) return [{ action: needed, resource: "*" }];
  if (!WITH_TOKENS.has(action)) return undefined;
  const machine = waitsFor(String(input.taskToken));
  return machine === undefined ? [] : [{ action: needed, resource: machine }];
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#test-state-permissions */
function onAnyStateIn(roleArn: JsonValue | undefined): AccessRequest[] {
  const own = { action: "states:TestState", resource: "*" };
  if (typeof roleArn !== "string") return [own];
  const context = { "iam:passedtoservice": "states.amazonaws.com" };
  return [own, { action: "iam:PassRole", resource: roleArn, context }];
}

/**
 * A right to a machine covers its versions and aliases. A policy may narrow it with a condition.
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
function onMachine(action: string, arn: string): AccessRequest {
  const [, machine = arn, qualifier] = /^(arn:(?:[^:]*:){5}[^:]+)(?::([^:]+))?$/.exec(arn) ?? [];
  return {
    action,
    resource: machine,
    ...(qualifier === undefined ? {} : { context: { "states:statemachinequalifier": qualifier } }),
  };
}
