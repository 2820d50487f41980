import { randomUUID } from "node:crypto";
import type { ChildWorkflow } from "./asl/child-workflow";
import type { ExecutionStart } from "./execution";

/**
 * How an execution of a distributed Map starts: as one of a state machine that is nowhere deployed and has the Map's
 * label in its ARN. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function startOfChild({ stateMachineArn, type, roleArn, flow, name, input }: ChildWorkflow): ExecutionStart {
  const kind = type === "EXPRESS" ? ":express:" : ":execution:";
  const run = type === "EXPRESS" ? `:${randomUUID()}` : "";
  return {
    machine: {
      arn: stateMachineArn,
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
    // Written out only when somebody asks: a Map run may keep very many inputs.
    get inputText() {
      return JSON.stringify(input);
    },
    input,
  };
}
