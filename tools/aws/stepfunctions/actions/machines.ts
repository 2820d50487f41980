import { type Action, seconds } from "./action";
import { executionOf } from "./errors";
import { namedMachine } from "./named-machine";
import { pageOf } from "./page";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html: an alias is described by its version. */
export const describeStateMachine: Action = (input, context) => {
  const { machine, versionArn } = namedMachine(input, context);
  const { arn, name, type, definition, roleArn, createdAt, logging } = machine;
  return {
    stateMachineArn: versionArn ?? arn,
    name,
    status: "ACTIVE",
    definition,
    roleArn,
    type,
    creationDate: seconds(createdAt),
    loggingConfiguration: { ...logging },
    tracingConfiguration: { enabled: false },
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines: Action = (input, { machines }) => {
  const all = [...machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(all, input, false);
  return {
    stateMachines: items.map(({ arn, name, type, createdAt }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: seconds(createdAt),
    })),
    ...(nextToken && { nextToken }),
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export const describeStateMachineForExecution: Action = (input, context) => {
  const { machine } = executionOf(input, context).start;
  const { arn, name, definition, roleArn, createdAt, logging } = machine;
  return {
    stateMachineArn: arn,
    name,
    definition,
    roleArn,
    updateDate: seconds(createdAt),
    loggingConfiguration: { ...logging },
    tracingConfiguration: { enabled: false },
  };
};
