import type { Rule } from "../rule";

export const roleInlinePolicy: Rule = {
  id: "role-inline-policy",
  scannerIds: ["NIST.800.53.R5-IAMNoInlinePolicy"],
  types: ["aws_iam_role", "aws_iam_role_policy"],
  reason: "Rights that stand within a role are neither listed nor versioned as policies are",
  fix: "Write an aws_iam_policy and attach it",
  check: (resource) =>
    resource.type === "aws_iam_role_policy" || resource.values.blocks("inline_policy").length > 0
      ? ["a policy stands within the role"]
      : [],
};
