import { randomUUID } from "node:crypto";
import { AwsError, type LocalAws } from "../aws";
import type { ChildWorkflow } from "./asl/child-workflow";
import { StateError } from "./asl/errors";
import type { ExecutionStart } from "./execution";
import { principalOf } from "./integrations/principal";

/**
 * The start of a child of a distributed Map: an execution of a machine that is not deployed and has the Map's label in
 * its ARN. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function startOfChild({
  stateMachineArn,
  type,
  mapRunArn,
  roleArn,
  flow,
  name,
  input,
}: ChildWorkflow): ExecutionStart {
  const kind = type === "EXPRESS" ? ":express:" : ":execution:";
  const run = type === "EXPRESS" ? `:${randomUUID()}` : "";
  return {
    machine: {
      arn: stateMachineArn,
      versionArn: undefined,
      name: stateMachineArn.split(":stateMachine:")[1] ?? stateMachineArn,
      type,
      roleArn,
      definition: "{}",
      logging: { level: "OFF", includeExecutionData: false },
      createdAt: Date.now(),
      compiled: { flow, timeoutSeconds: undefined },
    },
    arn: `${stateMachineArn.replace(":stateMachine:", kind)}:${name}${run}`,
    name,
    mapRunArn,
    // Serialized only on request: a Map run may keep very many inputs.
    get inputText() {
      return JSON.stringify(input);
    },
    input,
  };
}

/**
 * Step Functions starts the batches of a distributed Map in the role of its machine. The role must be allowed to start
 * executions of that same machine. https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function authorizeChild({ stateMachineArn, roleArn }: ChildWorkflow, aws: LocalAws): void {
  const [machine = stateMachineArn, label] = stateMachineArn.split("/");
  const principal = principalOf({
    executionArn: "",
    stateMachineArn: machine,
    roleArn,
    ...(label && { stateName: label }),
  });
  try {
    aws.authorize({ service: "states", action: "StartExecution", input: { stateMachineArn: machine }, principal });
  } catch (error) {
    if (error instanceof AwsError) throw new StateError("States.Permissions", error.message);
    throw error;
  }
}
