import type { Statement } from "../../support/policy-document";
import { expectWhen } from "../expect";
import { inEachAllow } from "../expect-policy";
import { attachedStatements } from "../model/attachments";
import { POLICY_DOCUMENT, statementsOf } from "../model/policy";
import type { Resource } from "../model/resource";
import type { Stack } from "../model/stack";
import { isBare, isWholeService } from "../model/wildcards";
import type { Rule } from "../rule";

/** Attributes in which a resource names existing policies. */
const PATHS = ["policy_arn", "managed_policy_arns", "arn", "name"];

const MANAGED = /:iam::aws:policy\/|^(AdministratorAccess|IAMFullAccess)$/;

/** An account by its id, its root, or a template for its id. */
const WHOLE_ACCOUNT = /^(\d{12}|\$\{[^}]*account_id\}|arn:.*:iam::.*:root)$/;

const PROVIDER = "token.actions.githubusercontent.com";

/** One repository and, within it, an environment, a branch, a tag or pull requests: `repo:OWNER/NAME:environment:prod`. */
const NARROW = /^repo:[^*?/:]+\/[^*?/:]+:(pull_request|(environment|ref):[^*?:]+)$/;

export const roleRules: readonly Rule[] = [
  {
    id: "role-function-star",
    scannerIds: ["Serverless-LambdaStarPermissions"],
    types: ["aws_iam_role"],
    reason: "Code that an attacker runs in the function has every right in a service, or a right on every resource",
    fix: "Name each action, and the ARN of each resource",
    check: expectWhen(isOfFunction, (role, stack) =>
      attachedStatements(role, stack)
        .filter(({ effect }) => effect === "Allow")
        .flatMap(({ actions, resources }) => [
          ...actions.filter(isWholeService),
          ...(resources.some(isBare) ? actions.map((action) => `${action} on *`) : []),
        ]),
    ),
  },
  {
    id: "role-inline-policy",
    scannerIds: ["NIST.800.53.R5-IAMNoInlinePolicy"],
    types: ["aws_iam_role", "aws_iam_role_policy"],
    reason: "Inline rights are neither listed nor versioned as policies are",
    fix: "Add an aws_iam_policy and attach it",
    check: (resource) =>
      resource.type === "aws_iam_role_policy" || resource.values.blocks("inline_policy").length > 0
        ? ["the role has an inline policy"]
        : [],
  },
  {
    id: "role-managed-policies",
    scannerIds: ["CKV_AWS_274", "CKV2_AWS_56", "AwsSolutions-IAM4", "CKV_AWS_275"],
    types: ["aws_iam_role_policy_attachment", "aws_iam_policy_attachment", "aws_iam_role", "data.aws_iam_policy"],
    reason: "AWS writes its managed policies for everyone, widens them at will, and names no resource in them",
    fix: "Write a policy with only what the role needs",
    check: (resource) =>
      PATHS.flatMap((path) => [resource.at(path)].flat())
        .filter((policy) => MANAGED.test(String(policy)))
        .map((policy) => `it uses AWS's managed policy ${String(policy)}`),
  },
  {
    id: "role-trust-account",
    scannerIds: ["CKV_AWS_61"],
    types: ["aws_iam_role"],
    reason: "Every role of that account whose own policy allows it can assume this one",
    fix: "Set the Principal to the role that may assume it",
    check: inEachAllow("trust", ({ principals }) =>
      principals
        .filter(({ type, value }) => type === "AWS" && WHOLE_ACCOUNT.test(value))
        .map(({ value }) => `assume_role_policy trusts the whole account ${value}`),
    ),
  },
  /** Conditions do not count: a trust policy can always name who may assume the role. */
  {
    id: "role-trust-everyone",
    scannerIds: ["CKV_AWS_60"],
    types: ["aws_iam_role"],
    reason: "Any AWS customer can assume the role",
    fix: "Set the Principal to the service or role that may assume it",
    check: inEachAllow("trust", ({ principals }) =>
      principals
        .filter(({ type, value }) => type !== "Service" && type !== "Federated" && isBare(value))
        .map(() => "assume_role_policy trusts every principal"),
    ),
  },
  /**
   * Stricter than the scanners, which accept any subject that names a repository: then any branch would do, and anyone who
   * may push one could deploy.
   */
  {
    id: "role-trust-github",
    scannerIds: ["CKV_AWS_393", "CKV_AWS_358"],
    types: ["aws_iam_role", POLICY_DOCUMENT],
    reason: "A workflow of another repository, or of any branch of this one, can deploy",
    fix: `Add a condition StringEquals that sets ${PROVIDER}:sub to repo:OWNER/NAME:environment:NAME and its :aud to sts.amazonaws.com`,
    check: inEachAllow("trust", (statement) =>
      statement.principals.some(isGithub) ? [...subjectProblems(statement), ...audienceProblems(statement)] : [],
    ),
  },
];

function isOfFunction(role: Resource, stack: Stack): boolean {
  return statementsOf(role, stack, "trust").some(({ principals }) =>
    principals.some(({ value }) => value === "lambda.amazonaws.com"),
  );
}

function isGithub({ type, value }: { readonly type: string; readonly value: string }): boolean {
  // A provider of the same stack is known only by reference.
  return type === "Federated" && (value.includes(PROVIDER) || value.includes("aws_iam_openid_connect_provider"));
}

function subjectProblems(statement: Statement): string[] {
  const subjects = valuesOf(statement, "sub");
  if (subjects.length === 0) return ["a GitHub workflow with any subject claim can assume it"];
  return subjects
    .filter((subject) => !NARROW.test(subject))
    .map((subject) => `a GitHub workflow with the subject claim ${subject} can assume it`);
}

function audienceProblems(statement: Statement): string[] {
  const isAws = valuesOf(statement, "aud").includes("sts.amazonaws.com");
  return isAws ? [] : ["a token that GitHub issued for another audience can assume it"];
}

/** The values that a claim must have. A negated operator, or one that passes without the claim, demands none. */
function valuesOf({ conditions }: Statement, claim: string): string[] {
  return conditions
    .filter(({ operator, key }) => /^(ForAnyValue:)?String(Equals|Like)$/.test(operator) && key.endsWith(`:${claim}`))
    .flatMap(({ values }) => values);
}
