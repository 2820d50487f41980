import { policyRules } from "../../../../tools/baseline/rules/policy";
import { ACCOUNT, allow, document, grant, policy, refusePlainHttp, trust, withPolicy } from "../stacks";
import { describeRules } from "./describe-rules";

describeRules(policyRules, {
  sound: {
    "aws_iam_policy.charge": { policy: policy(allow(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:x"])) },
    "aws_iam_role.charge": { name: "charge", assume_role_policy: trust({ Service: "lambda.amazonaws.com" }) },
    "aws_sqs_queue_policy.orders": {
      queue_url: "${aws_sqs_queue.orders.url}",
      policy: policy(refusePlainHttp("sqs:*", "${aws_sqs_queue.orders.arn}")),
    },
  },
  refused: {
    "policy-credentials": [
      grant("iam:CreateAccessKey"),
      grant("sts:Assume*"),
      document({ actions: ["*"], resources: ["*"] }),
    ],
    "policy-data-reading": [
      grant("s3:GetObject"),
      grant("secretsmanager:Get*"),
      document({ actions: ["dynamodb:Query"], resources: ["*"] }),
    ],
    "policy-escalation": [
      grant("iam:PutRolePolicy"),
      grant(["iam:PassRole", "states:CreateStateMachine"]),
      grant("lambda:Update*"),
      document({ actions: ["iam:*"], resources: ["*"] }),
    ],
    "policy-every-action": [grant("*"), grant("*", "arn:aws:s3:::one"), document({ actions: ["*"], resources: ["*"] })],
    "policy-negation": [
      withPolicy("aws_iam_policy.charge", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      withPolicy("aws_iam_policy.charge", {
        Effect: "Allow",
        Action: "s3:GetObject",
        NotResource: "arn:aws:s3:::one/*",
      }),
      {
        "aws_iam_role.charge": {
          assume_role_policy: trust({}, { Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }),
        },
      },
      document({ not_actions: ["iam:*"], resources: ["*"] }),
    ],
    "policy-pass-role": [grant("iam:PassRole", "arn:aws:iam::123456789012:role/orders"), grant("iam:Pass*")],
    "policy-permissions-management": [grant("logs:PutResourcePolicy"), grant("s3:PutBucketPolicy")],
    "policy-resource-scope": [grant("dynamodb:GetItem"), grant(["xray:PutTraceSegments", "sqs:SendMessage"])],
    "policy-storage-everywhere": [grant(["s3:Get*", "s3:Put*"]), grant("s3:*", "arn:aws:s3:::*")],
    "policy-whole-service": [grant("s3:*", "arn:aws:s3:::one"), grant("iam:*", "arn:aws:iam::123456789012:role/one")],
    "policy-wildcard": [
      grant("s3:Get*", "arn:aws:s3:::one/two"),
      grant("s3:GetObject", "arn:aws:s3:::one/*"),
      grant("s3:GetObject", "arn:aws:s3:::one/two?"),
    ],
    "policy-writing": [grant("xray:PutTraceSegments"), grant("dynamodb:PutItem")],
  },
  accepted: {
    "policy-credentials": [{}, grant("sts:AssumeRole", "arn:aws:iam::123456789012:role/orders")],
    "policy-data-reading": [{}, grant("s3:ListAllMyBuckets")],
    "policy-escalation": [{}, grant(["iam:PassRole", "states:StartExecution"])],
    "policy-negation": [
      {},
      withPolicy("aws_iam_policy.charge", { Effect: "Deny", NotAction: "iam:*", NotResource: "arn:aws:s3:::one/*" }),
    ],
    "policy-permissions-management": [{}, grant("xray:PutTraceSegments")],
    "policy-resource-scope": [{}, grant("xray:PutTraceSegments")],
    "policy-storage-everywhere": [{}, grant("s3:Get*"), grant("s3:*", "arn:aws:s3:::one/*")],
    "policy-writing": [{}, grant("s3:ListAllMyBuckets")],
  },
});
