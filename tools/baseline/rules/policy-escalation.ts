import { covers } from "../model/permissions";
import { policyTypes, statementsOf } from "../model/policy";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

/**
 * What lets its holder take more rights than it has, each a set of actions that does it together. Source:
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const WAYS_UP: readonly (readonly string[])[] = [
  ...[
    "AddUserToGroup",
    "AttachGroupPolicy",
    "AttachRolePolicy",
    "AttachUserPolicy",
    "CreateAccessKey",
    "CreateLoginProfile",
    "CreatePolicyVersion",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "SetDefaultPolicyVersion",
    "UpdateAssumeRolePolicy",
    "UpdateLoginProfile",
  ].map((action) => [`iam:${action}`]),
  ["lambda:UpdateFunctionCode"],
  ["glue:UpdateDevEndpoint"],
  ...[
    "cloudformation:CreateStack",
    "datapipeline:CreatePipeline",
    "ec2:RunInstances",
    "glue:CreateDevEndpoint",
    "lambda:CreateFunction",
    "pipes:CreatePipe",
    "scheduler:CreateSchedule",
    "states:CreateStateMachine",
  ].map((action) => ["iam:PassRole", action]),
];

export const policyEscalation: Rule = {
  id: "policy-escalation",
  scannerIds: ["CKV_AWS_286", "CKV_AWS_110"],
  types: policyTypes("identity"),
  reason: "Whoever takes the role can give itself the rights of any other",
  fix: "Name the ARNs of the resources, or leave one of the actions out",
  check(resource, stack) {
    const allowed = statementsOf(resource, stack, "identity")
      .filter(({ effect, resources }) => effect === "Allow" && resources.some(isBare))
      .flatMap(({ actions }) => actions);
    return WAYS_UP.filter((way) => way.every((action) => allowed.some((pattern) => covers(pattern, action)))).map(
      (way) => `${way.join(" with ")} on *`,
    );
  },
};
