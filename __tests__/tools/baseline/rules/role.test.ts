import { roleRules } from "../../../../tools/baseline/rules/role";
import { allow, type Changes, everyone, grant, policy, trust } from "../stacks";
import { describeRules } from "./describe-rules";

const github = { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" };
const claims = (sub: string, aud = "sts.amazonaws.com", operator = "StringEquals") => ({
  Condition: {
    [operator]: { "token.actions.githubusercontent.com:sub": sub },
    StringLike: { "token.actions.githubusercontent.com:aud": aud },
  },
});
const trusted = (principal: object, more: object = {}): Changes => ({
  "aws_iam_role.deploy": { assume_role_policy: trust(principal, more) },
});

describeRules(roleRules, {
  sound: {
    "aws_iam_role.charge": { name: "charge", assume_role_policy: trust({ Service: "lambda.amazonaws.com" }) },
    "aws_iam_role.deploy": {
      name: "deploy",
      assume_role_policy: trust(github, claims("repo:shop/orders:environment:prod")),
    },
    "aws_iam_policy.charge": { policy: policy(allow(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:x"])) },
    "aws_iam_role_policy_attachment.charge": {
      role: "${aws_iam_role.charge.name}",
      policy_arn: "${aws_iam_policy.charge.arn}",
    },
  },
  refused: {
    "role-function-star": [grant("s3:GetObject"), grant("s3:*", "arn:aws:s3:::one")],
    "role-inline-policy": [
      { "aws_iam_role.charge": { inline_policy: [{ policy: policy(allow("s3:GetObject", "arn:aws:s3:::one/two")) }] } },
      { "aws_iam_role_policy.charge": { policy: policy(allow("s3:GetObject", "arn:aws:s3:::one/two")) } },
    ],
    "role-managed-policies": [
      { "aws_iam_role_policy_attachment.charge": { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
      { "aws_iam_role.charge": { managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] } },
      { "data.aws_iam_policy.admin": { name: "AdministratorAccess" } },
    ],
    "role-trust-account": [
      trusted({ AWS: "123456789012" }),
      trusted({ AWS: ["arn:aws:iam::123456789012:root"] }),
      trusted({ AWS: "${data.aws_caller_identity.caller.account_id}" }),
    ],
    "role-trust-everyone": [
      trusted({ AWS: "*" }),
      { "aws_iam_role.deploy": { assume_role_policy: policy(everyone("sts:AssumeRole")) } },
    ],
    "role-trust-github": [
      trusted(github),
      trusted(github, claims("repo:shop/orders:environment:prod", "*")),
      trusted(github, claims("repo:shop/orders:environment:prod", "sts.amazonaws.com", "StringNotEquals")),
      ...[
        "*",
        "repo:*",
        "repo:shop/*",
        "repo:shop/*:environment:prod",
        "repo:shop/orders:*",
        "repo:shop/orders:ref:*",
      ].map((subject) => trusted(github, claims(subject))),
    ],
  },
  accepted: {
    "role-function-star": [
      {},
      { ...grant("s3:GetObject"), "aws_iam_role_policy_attachment.charge": null },
      {
        ...grant("s3:GetObject"),
        "aws_iam_role.charge": { assume_role_policy: trust({ Service: "states.amazonaws.com" }) },
      },
    ],
    "role-trust-account": [{}, trusted({ AWS: "arn:aws:iam::123456789012:role/deploy" })],
    "role-trust-github": [
      {},
      ...["ref:refs/heads/main", "pull_request"].map((subject) =>
        trusted(github, claims(`repo:shop/orders:${subject}`)),
      ),
    ],
  },
});
