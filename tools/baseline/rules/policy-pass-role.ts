import { covers } from "../model/permissions";
import { policyTypes, type Statement, statementsOf } from "../model/policy";
import { hasWildcard } from "../model/wildcards";
import type { Rule } from "../rule";

/** Every right to pass a role is a finding; how far it is open stands in it, so that a waiver can speak of a narrow one only. */
export const policyPassRole: Rule = {
  id: "policy-pass-role",
  scannerIds: ["AWS-0342"],
  types: policyTypes("identity"),
  reason: "Who passes a role to a service has all its rights",
  fix: "Leave it out; where something deploys, name the roles and condition iam:PassedToService, and waive that",
  check: (resource, stack) =>
    statementsOf(resource, stack, "identity")
      .filter(({ effect, actions }) => effect === "Allow" && actions.some((action) => covers(action, "iam:PassRole")))
      .map((statement) => `roles may be passed: ${breadthOf(statement)}`),
};

function breadthOf({ resources, conditions }: Statement): string {
  const services = conditions
    .filter(({ operator, key }) => operator.startsWith("StringEquals") && key.toLowerCase() === "iam:passedtoservice")
    .flatMap(({ values }) => values);
  const roles = resources.some((role) => hasWildcard(role)) ? `any of ${resources.join(", ")}` : resources.join(", ");
  return `${roles} to ${services.join(", ") || "any service"}`;
}
