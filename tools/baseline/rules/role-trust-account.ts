import { statementsOf } from "../model/policy";
import type { Rule } from "../rule";

/** An account by its id, its root, or a template for its id. */
const WHOLE_ACCOUNT = /^(\d{12}|\$\{[^}]*account_id\}|arn:.*:iam::.*:root)$/;

export const roleTrustAccount: Rule = {
  id: "role-trust-account",
  scannerIds: ["CKV_AWS_61"],
  types: ["aws_iam_role"],
  reason: "Every role of that account whose own policy lets it may take this one",
  fix: "Name the role that may take it as the Principal",
  check: (resource, stack) =>
    statementsOf(resource, stack, "trust")
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ principals }) => principals)
      .filter(({ type, value }) => type === "AWS" && WHOLE_ACCOUNT.test(value))
      .map(({ value }) => `assume_role_policy trusts the whole account ${value}`),
};
