import { policyTypes, statementsOf } from "../model/policy";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

/** Holds whatever the resource: a right to do everything with one thing is more than anything needs. */
export const policyEveryAction: Rule = {
  id: "policy-every-action",
  scannerIds: [
    "CKV_AWS_62",
    "NIST.800.53.R5-IAMPolicyNoStatementsWithAdminAccess",
    "CKV_AWS_63",
    "CKV_AWS_1",
    "CKV_AWS_49",
  ],
  types: policyTypes("identity"),
  reason: "Whoever takes the role governs the account",
  fix: "Name each action",
  check: (resource, stack) =>
    statementsOf(resource, stack, "identity")
      .filter(({ effect, actions }) => effect === "Allow" && actions.some(isBare))
      .map(({ resources }) => `every action on ${resources.join(", ")}`),
};
