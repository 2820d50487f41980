import { attachedStatements } from "../model/attachments";
import { statementsOf } from "../model/policy";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

export const roleFunctionStar: Rule = {
  id: "role-function-star",
  scannerIds: ["Serverless-LambdaStarPermissions"],
  types: ["aws_iam_role"],
  reason: "Code that an attacker runs in the function has every right of a service, or a right on everything",
  fix: "Name each action, and the ARN of each resource",
  check(role, stack) {
    const isFunctions = statementsOf(role, stack, "trust").some(({ principals }) =>
      principals.some(({ value }) => value === "lambda.amazonaws.com"),
    );
    if (!isFunctions) return [];
    return attachedStatements(role, stack)
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ actions, resources }) => [
        ...actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)),
        ...(resources.some(isBare) ? actions.map((action) => `${action} on *`) : []),
      ]);
  },
};
