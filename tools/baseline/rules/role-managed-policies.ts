import type { Rule } from "../rule";

/** Where a resource names policies that it does not write. */
const PATHS = ["policy_arn", "managed_policy_arns", "arn", "name"];

const MANAGED = /:iam::aws:policy\/|^(AdministratorAccess|IAMFullAccess)$/;

export const roleManagedPolicies: Rule = {
  id: "role-managed-policies",
  scannerIds: ["CKV_AWS_274", "CKV2_AWS_56", "AwsSolutions-IAM4", "CKV_AWS_275"],
  types: ["aws_iam_role_policy_attachment", "aws_iam_policy_attachment", "aws_iam_role", "data.aws_iam_policy"],
  reason: "AWS writes its policies for everybody, widens them as it likes, and names no resource in them",
  fix: "Write a policy of your own with what the role needs",
  check: (resource) =>
    PATHS.flatMap((path) => [resource.at(path)].flat())
      .filter((policy) => MANAGED.test(String(policy)))
      .map((policy) => `it uses the policy ${String(policy)} of AWS`),
};
