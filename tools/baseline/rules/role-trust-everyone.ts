import { policyTypes, statementsOf } from "../model/policy";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

/** Conditions do not help: a trust policy can always name who may take the role. */
export const roleTrustEveryone: Rule = {
  id: "role-trust-everyone",
  scannerIds: ["CKV_AWS_60"],
  types: policyTypes("trust").filter((type) => !type.startsWith("data.")),
  reason: "Any customer of AWS may take the role",
  fix: "Name the service or the role that may take it as the Principal",
  check: (resource, stack) =>
    statementsOf(resource, stack, "trust")
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ principals }) => principals)
      .filter(({ type, value }) => type !== "Service" && type !== "Federated" && isBare(value))
      .map(() => "assume_role_policy trusts every principal"),
};
