import { policyTypes, statementsOf } from "../model/policy";
import { hasWildcard } from "../model/wildcards";
import type { Rule } from "../rule";

/** Every wildcard is a finding of its own, so that each has a waiver with a reason, or none. */
export const policyWildcard: Rule = {
  id: "policy-wildcard",
  scannerIds: ["AwsSolutions-IAM5"],
  types: policyTypes("identity"),
  reason: "A wildcard grows with every action that AWS adds and every resource that anybody makes",
  fix: "Name each action and the ARN of each resource, or waive this one with the reason why AWS or the data forces it",
  check: (resource, stack) =>
    statementsOf(resource, stack, "identity")
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ actions, resources }) => [
        ...actions.filter(hasWildcard),
        ...resources.filter(hasWildcard).flatMap((target) => actions.map((action) => `${action} on ${target}`)),
      ]),
};
