import { actionsOnEverything } from "../model/permissions";
import { policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

/** Actions whose answer is a credential. `ecr:GetAuthorizationToken` has no resource and opens nothing by itself. */
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

export const policyCredentials: Rule = {
  id: "policy-credentials",
  scannerIds: ["CKV_AWS_287", "CKV_AWS_107"],
  types: policyTypes("identity"),
  reason: "Whoever takes the role gets credentials of others",
  fix: "Name the ARN of each resource",
  async check(resource, stack) {
    const open = await Promise.all(statementsOf(resource, stack, "identity").map(actionsOnEverything));
    return open
      .flat()
      .filter(({ name }) => name === "*" || GIVES_CREDENTIALS.has(name))
      .map(({ name }) => `${name} on *`);
  },
};
