import { POLICY_DOCUMENT, policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

/** A key's policy must give its account every action, or nobody could ever repair it. */
const TYPES = policyTypes("resource").filter((type) => !type.startsWith("aws_kms_") && type !== POLICY_DOCUMENT);

export const resourcePolicyAction: Rule = {
  id: "resource-policy-action",
  scannerIds: ["CKV_AWS_72", "AWS-0097"],
  types: TYPES,
  reason: "Who should only send may also read, delete, or open the resource to others",
  fix: "Name each action",
  check: (resource, stack) =>
    statementsOf(resource, stack, "resource")
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ actions }) => actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)))
      .map((action) => `${action} is allowed`),
};
