import type { Statement } from "../../support/policy-document";
import { inEachAllow, noWholeService, onEverything } from "../expect-policy";
import { covers } from "../model/permissions";
import { POLICY_DOCUMENT, type PolicyKind, policyTypes, statementsOf } from "../model/policy";
import { hasWildcard, isBare } from "../model/wildcards";
import type { Rule } from "../rule";

/** Actions that return a credential. `ecr:GetAuthorizationToken` is not among them: it has no resource and opens nothing. */
const GIVES_CREDENTIALS = new Set([
  "chime:CreateApiKey",
  "codepipeline:PollForJobs",
  "cognito-identity:GetCredentialsForIdentity",
  "cognito-identity:GetOpenIdToken",
  "connect:GetFederationToken",
  "gamelift:RequestUploadCredentials",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:ResetServiceSpecificCredential",
  "iam:UpdateAccessKey",
  "lightsail:GetInstanceAccessDetails",
  "rds-db:connect",
  "redshift:GetClusterCredentials",
  "sts:AssumeRole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:GetFederationToken",
  "sts:GetSessionToken",
]);

const READS_DATA =
  /^(\*|s3:GetObject|ssm:GetParameters?|ssm:GetParametersByPath|secretsmanager:GetSecretValue|dynamodb:(GetItem|BatchGetItem|Query|Scan))$/;

/**
 * Sets of actions, each of which lets a role gain more rights than it has. Source:
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const WAYS_UP: readonly (readonly string[])[] = [
  ...[
    "AddUserToGroup",
    "AttachGroupPolicy",
    "AttachRolePolicy",
    "AttachUserPolicy",
    "CreateAccessKey",
    "CreateLoginProfile",
    "CreatePolicyVersion",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "SetDefaultPolicyVersion",
    "UpdateAssumeRolePolicy",
    "UpdateLoginProfile",
  ].map((action) => [`iam:${action}`]),
  ["lambda:UpdateFunctionCode"],
  ["glue:UpdateDevEndpoint"],
  ...[
    "cloudformation:CreateStack",
    "datapipeline:CreatePipeline",
    "ec2:RunInstances",
    "glue:CreateDevEndpoint",
    "lambda:CreateFunction",
    "pipes:CreatePipe",
    "scheduler:CreateSchedule",
    "states:CreateStateMachine",
  ].map((action) => ["iam:PassRole", action]),
];

const KINDS: readonly PolicyKind[] = ["identity", "trust", "resource"];

export const policyRules: readonly Rule[] = [
  {
    id: "policy-credentials",
    scannerIds: ["CKV_AWS_287", "CKV_AWS_107"],
    types: policyTypes("identity"),
    reason: "The role can obtain credentials of others",
    fix: "Name the ARN of each resource",
    check: onEverything(({ name }) => name === "*" || GIVES_CREDENTIALS.has(name)),
  },
  {
    id: "policy-data-reading",
    scannerIds: ["CKV_AWS_288", "CKV_AWS_108"],
    types: policyTypes("identity"),
    reason: "The role can read all data and secrets of the account",
    fix: "Name the ARN of each resource",
    check: onEverything(({ name }) => READS_DATA.test(name)),
  },
  {
    id: "policy-escalation",
    scannerIds: ["CKV_AWS_286", "CKV_AWS_110"],
    types: policyTypes("identity"),
    reason: "The role can give itself the rights of any other",
    fix: "Name the ARNs of the resources, or remove one of the actions",
    check(resource, stack) {
      const allowed = statementsOf(resource, stack, "identity")
        .filter(({ effect, resources }) => effect === "Allow" && resources.some(isBare))
        .flatMap(({ actions }) => actions);
      return WAYS_UP.filter((way) => way.every((action) => allowed.some((pattern) => covers(pattern, action)))).map(
        (way) => `${way.join(" with ")} on *`,
      );
    },
  },
  /** Applies to any resource: no role needs every action, not even on one resource. */
  {
    id: "policy-every-action",
    scannerIds: [
      "CKV_AWS_62",
      "NIST.800.53.R5-IAMPolicyNoStatementsWithAdminAccess",
      "CKV_AWS_63",
      "CKV_AWS_1",
      "CKV_AWS_49",
    ],
    types: policyTypes("identity"),
    reason: "The role controls the account",
    fix: "Name each action",
    check: inEachAllow("identity", ({ actions, resources }) =>
      actions.some(isBare) ? [`every action on ${resources.join(", ")}`] : [],
    ),
  },
  /** A Deny may use a negation, which closes whatever the list leaves out. */
  {
    id: "policy-negation",
    scannerIds: [],
    types: [...new Set(KINDS.flatMap(policyTypes))],
    reason: "Allowing all but a list allows everything that AWS adds later",
    fix: "List what is allowed",
    check: (resource, stack) =>
      // The statements of a document are the same for every kind.
      (resource.type === POLICY_DOCUMENT ? KINDS.slice(0, 1) : KINDS).flatMap((kind) =>
        inEachAllow(kind, ({ negations }) => negations.map((negation) => `an Allow has ${negation}`))(resource, stack),
      ),
  },
  /** Every right to pass a role is a finding that names the roles and services, so that a waiver can cover a narrow one only. */
  {
    id: "policy-pass-role",
    scannerIds: ["AWS-0342"],
    types: policyTypes("identity"),
    reason: "Passing a role to a service gives all the rights of that role",
    fix: "Remove it; to deploy, name the roles, set the condition iam:PassedToService, and waive the finding",
    check: inEachAllow("identity", (statement) =>
      allows(statement, "iam:PassRole") ? [`roles may be passed: ${breadthOf(statement)}`] : [],
    ),
  },
  {
    id: "policy-permissions-management",
    scannerIds: ["CKV_AWS_289", "CKV_AWS_109"],
    types: policyTypes("identity"),
    reason: "The role can open to others what it may not use itself",
    fix: "Name the ARN of each resource",
    check: onEverything(({ access }) => access.includes("Permissions management")),
  },
  {
    id: "policy-resource-scope",
    scannerIds: ["CKV_AWS_355", "CKV_AWS_356"],
    types: policyTypes("identity"),
    reason: "The role can do to every resource of the account what it needs to do to one",
    fix: "Name the ARN of each resource",
    check: onEverything(({ hasResource }) => hasResource, ", though a policy can name its resource"),
  },
  {
    id: "policy-storage-everywhere",
    scannerIds: ["AWS-0346"],
    types: policyTypes("identity"),
    reason: "The role can read and replace every object in every bucket of the account",
    fix: "Name the ARN of the bucket, and the prefix of its objects",
    check: inEachAllow("identity", (statement) =>
      statement.resources.some((each) => isBare(each) || each === "arn:aws:s3:::*") &&
      allows(statement, "s3:GetObject") &&
      allows(statement, "s3:PutObject")
        ? [`${statement.actions.join(", ")} on every bucket`]
        : [],
    ),
  },
  {
    id: "policy-whole-service",
    scannerIds: ["NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess", "CKV2_AWS_40", "AWS-0345"],
    types: policyTypes("identity"),
    reason: "The role has rights that it does not need, such as to delete what it reads or open it to others",
    fix: "Name each action",
    check: noWholeService("identity"),
  },
  /** Every wildcard is a finding of its own, so that each needs a waiver with a reason. */
  {
    id: "policy-wildcard",
    scannerIds: ["AwsSolutions-IAM5"],
    types: policyTypes("identity"),
    reason: "A wildcard grows with every action that AWS adds and every resource that anyone creates",
    fix: "Name each action and the ARN of each resource, or add a waiver that says why AWS or the data requires the wildcard",
    check: inEachAllow("identity", ({ actions, resources }) => [
      ...actions.filter(hasWildcard),
      ...resources.filter(hasWildcard).flatMap((target) => actions.map((action) => `${action} on ${target}`)),
    ]),
  },
  /** Also finds actions without a resource type, so that each needs a waiver with a reason. */
  {
    id: "policy-writing",
    scannerIds: ["CKV_AWS_290", "CKV_AWS_111"],
    types: policyTypes("identity"),
    reason: "The role can change what other systems of the account depend on",
    fix: "Name the ARN of each resource, or waive an action that has no resource type",
    check: onEverything(({ access }) => /Write|Tagging|Permissions management/.test(access)),
  },
];

function allows({ actions }: Statement, action: string): boolean {
  return actions.some((pattern) => covers(pattern, action));
}

function breadthOf({ resources, conditions }: Statement): string {
  const services = conditions
    .filter(({ operator, key }) => operator.startsWith("StringEquals") && key.toLowerCase() === "iam:passedtoservice")
    .flatMap(({ values }) => values);
  const roles = resources.some((role) => hasWildcard(role)) ? `any of ${resources.join(", ")}` : resources.join(", ");
  return `${roles} to ${services.join(", ") || "any service"}`;
}
