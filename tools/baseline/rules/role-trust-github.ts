import { POLICY_DOCUMENT, type Statement, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

const PROVIDER = "token.actions.githubusercontent.com";

/** One repository, and in it an environment, a branch, a tag or pull requests: `repo:OWNER/NAME:environment:prod`. */
const NARROW = /^repo:[^*?/:]+\/[^*?/:]+:(pull_request|(environment|ref):[^*?:]+)$/;

/**
 * Narrower than the scanners, which take any subject that names a repository: any branch of it would be enough then, and
 * with it everybody who may push one.
 */
export const roleTrustGithub: Rule = {
  id: "role-trust-github",
  scannerIds: ["CKV_AWS_393", "CKV_AWS_358"],
  types: ["aws_iam_role", POLICY_DOCUMENT],
  reason: "A workflow of somebody else's repository, or of any branch of this one, may deploy",
  fix: `Condition ${PROVIDER}:sub by StringEquals on repo:OWNER/NAME:environment:NAME, and its :aud on sts.amazonaws.com`,
  check: (resource, stack) =>
    statementsOf(resource, stack, "trust")
      .filter(({ effect, principals }) => effect === "Allow" && principals.some(isGithub))
      .flatMap((statement) => [...subjectProblems(statement), ...audienceProblems(statement)]),
};

function isGithub({ type, value }: { readonly type: string; readonly value: string }): boolean {
  // A provider that is made in the same stack is known by its reference only.
  return type === "Federated" && (value.includes(PROVIDER) || value.includes("aws_iam_openid_connect_provider"));
}

function subjectProblems(statement: Statement): string[] {
  const subjects = valuesOf(statement, "sub");
  if (subjects.length === 0) return ["a GitHub workflow may take it whatever its subject claim"];
  return subjects
    .filter((subject) => !NARROW.test(subject))
    .map((subject) => `a GitHub workflow may take it with the subject claim ${subject}`);
}

function audienceProblems(statement: Statement): string[] {
  const isAws = valuesOf(statement, "aud").includes("sts.amazonaws.com");
  return isAws ? [] : ["a token that GitHub made for another audience may take it"];
}

/** The values that a claim must have. A negated operator or one that passes without the claim demands none. */
function valuesOf({ conditions }: Statement, claim: string): string[] {
  return conditions
    .filter(({ operator, key }) => /^(ForAnyValue:)?String(Equals|Like)$/.test(operator) && key.endsWith(`:${claim}`))
    .flatMap(({ values }) => values);
}
