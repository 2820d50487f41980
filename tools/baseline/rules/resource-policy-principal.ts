import { policyTypes, type Statement, statementsOf } from "../model/policy";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

/** Conditions that tell who calls, or for whom. That a call came over TLS, or when, does not. */
const NARROWS = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "kms:CallerAccount",
  ].map((key) => key.toLowerCase()),
);

/** A statement of a bus's policy, as a resource of its own. */
const EVENT_PERMISSION = "aws_cloudwatch_event_permission";

export const resourcePolicyPrincipal: Rule = {
  id: "resource-policy-principal",
  scannerIds: [
    "CKV_AWS_70",
    "CKV_AWS_168",
    "CKV_AWS_387",
    "CKV_AWS_169",
    "CKV_AWS_33",
    "CKV_AWS_283",
    "AwsSolutions-EVB1",
  ],
  types: [...policyTypes("resource"), EVENT_PERMISSION],
  reason: "Any customer of AWS, or anybody on the internet, uses the resource",
  fix: "Name the service or role as the Principal, or condition on aws:SourceArn, aws:PrincipalArn or aws:PrincipalOrgID",
  check(resource, stack) {
    if (resource.type === EVENT_PERMISSION) {
      const isOrganisation = resource.at("condition.key") === "aws:PrincipalOrgID";
      return resource.at("principal") === "*" && !isOrganisation ? ["everyone may put events"] : [];
    }
    return statementsOf(resource, stack, "resource")
      .filter((statement) => statement.effect === "Allow" && isOpen(statement))
      .map(({ actions }) => `everyone may call ${actions.join(", ")}`);
  },
};

function isOpen({ principals, conditions }: Statement): boolean {
  if (!principals.some(({ value }) => isBare(value))) return false;
  return !conditions.some(
    ({ operator, key, values }) =>
      NARROWS.has(key.toLowerCase()) && !/Not|Null|IfExists/.test(operator) && !values.some(isBare),
  );
}
