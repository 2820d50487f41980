import { AwsError } from "../../aws";
import { type Action, seconds } from "./action";
import { required } from "./errors";
import { namedMachine } from "./named-machine";
import { pageOf } from "./page";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export const describeStateMachineAlias: Action = (input, { aliases }) => {
  const arn = required(input, "stateMachineAliasArn");
  const alias = aliases.get(arn);
  if (!alias) throw new AwsError("ResourceNotFound", `Resource Not Found: '${arn}'`);
  return {
    stateMachineAliasArn: alias.arn,
    name: alias.name,
    routingConfiguration: alias.routes.map(({ versionArn, weight }) => ({
      stateMachineVersionArn: versionArn,
      weight,
    })),
    creationDate: seconds(alias.createdAt),
    updateDate: seconds(alias.createdAt),
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html: for a version, the aliases that route to it. */
export const listStateMachineAliases: Action = (input, context) => {
  const { machine, versionArn } = namedMachine(input, context);
  const all = [...context.aliases.values()].filter(
    (alias) =>
      alias.machine === machine &&
      (versionArn === undefined || alias.routes.some((route) => route.versionArn === versionArn)),
  );
  const { items, nextToken } = pageOf(all, input, false);
  return {
    stateMachineAliases: items.map(({ arn, createdAt }) => ({
      stateMachineAliasArn: arn,
      creationDate: seconds(createdAt),
    })),
    ...(nextToken && { nextToken }),
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export const listStateMachineVersions: Action = (input, context) => {
  const { versionArn, createdAt } = namedMachine(input, context).machine;
  const versions = versionArn === undefined ? [] : [versionArn];
  return {
    stateMachineVersions: versions.map((arn) => ({ stateMachineVersionArn: arn, creationDate: seconds(createdAt) })),
  };
};
