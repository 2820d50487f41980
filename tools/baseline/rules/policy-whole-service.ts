import { policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

export const policyWholeService: Rule = {
  id: "policy-whole-service",
  scannerIds: ["NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess", "CKV2_AWS_40", "AWS-0345"],
  types: policyTypes("identity"),
  reason: "The role may do what nothing of it needs, such as delete, or open to others, what it reads",
  fix: "Name each action",
  check: (resource, stack) =>
    statementsOf(resource, stack, "identity")
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ actions }) => actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)))
      .map((action) => `${action} is allowed`),
};
