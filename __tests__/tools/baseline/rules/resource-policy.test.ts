import { judge } from "../../../../tools/baseline/judge";
import { readPlan } from "../../../../tools/baseline/model/read-plan";
import { resourcePolicyRules } from "../../../../tools/baseline/rules/resource-policy";
import { change } from "../../review/plan-json";
import { ACCOUNT, allow, document, everyone, LETTERS, policy, refusePlainHttp, withPolicy } from "../stacks";
import { describeRules } from "./describe-rules";

const bucketPolicy = "aws_s3_bucket_policy.payloads";
const queuePolicy = "aws_sqs_queue_policy.orders";
const topicPolicy = "aws_sns_topic_policy.alarm";
const bus = "aws_cloudwatch_event_bus_policy.events";
const key = "aws_kms_key.key";

describeRules(resourcePolicyRules, {
  sound: {
    "aws_s3_bucket.payloads": {
      bucket: "orders-payloads-${data.aws_caller_identity.caller.account_id}",
    },
    [bucketPolicy]: {
      bucket: "${aws_s3_bucket.payloads.id}",
      policy: policy(
        refusePlainHttp("s3:*", "${aws_s3_bucket.payloads.arn}", "${aws_s3_bucket.payloads.arn}/*"),
        allow("s3:PutObject", "*", { Principal: { Service: "logging.s3.amazonaws.com" } }),
      ),
    },
    "aws_sqs_queue.orders": {},
    "aws_sqs_queue.letters": {},
    [queuePolicy]: {
      queue_url: "${aws_sqs_queue.orders.url}",
      policy: policy(refusePlainHttp("sqs:*", "${aws_sqs_queue.orders.arn}")),
    },
    "aws_sqs_queue_policy.letters": {
      queue_url: "${aws_sqs_queue.letters.url}",
      policy: policy(refusePlainHttp("sqs:*", LETTERS)),
    },
    "aws_sns_topic.alarm": {},
    [topicPolicy]: {
      arn: "${aws_sns_topic.alarm.arn}",
      policy: policy(refusePlainHttp("sns:Publish", "${aws_sns_topic.alarm.arn}")),
    },
    [bus]: {
      policy: policy(allow("events:PutEvents", "*", { Principal: { AWS: "arn:aws:iam::123456789012:role/shop" } })),
    },
    [key]: {
      policy: policy(allow("kms:*", "*", { Principal: { AWS: ACCOUNT } })),
    },
  },
  refused: {
    "resource-policy-action": [
      withPolicy(queuePolicy, allow("*", "*", { Principal: { Service: "events.amazonaws.com" } })),
      withPolicy(queuePolicy, allow("sqs:*", "*", { Principal: { Service: "events.amazonaws.com" } })),
    ],
    "resource-policy-principal": [
      withPolicy(key, everyone("kms:Decrypt")),
      withPolicy(queuePolicy, everyone("sqs:SendMessage", { Principal: { AWS: "*" } })),
      withPolicy(topicPolicy, everyone("sns:Publish", { Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      withPolicy(
        bucketPolicy,
        everyone("s3:GetObject", { Condition: { StringNotEquals: { "aws:SourceAccount": "123456789012" } } }),
      ),
      withPolicy(bus, everyone("events:PutEvents", { Condition: { ArnLike: { "aws:SourceArn": "*" } } })),
      document({ actions: ["s3:GetObject"], resources: ["*"], principals: [{ type: "*", identifiers: ["*"] }] }),
      { "aws_cloudwatch_event_permission.all": { principal: "*" } },
    ],
    "resource-policy-tls": [
      { [bucketPolicy]: null },
      ...[
        { Effect: "Allow" },
        { Principal: { AWS: ACCOUNT } },
        { Principal: { Service: "*" } },
        { Action: "s3:GetObject" },
        { Resource: "${aws_s3_bucket.payloads.arn}" },
        { Resource: "${aws_s3_bucket.payloads.arn}/*" },
        { Resource: ["${aws_s3_bucket.payloads.arn}", "${aws_s3_bucket.payloads.arn}/uploads/*"] },
        { Resource: ["${aws_s3_bucket.other.arn}", "${aws_s3_bucket.other.arn}/*"] },
        { Condition: { Bool: { "aws:SecureTransport": "true" } } },
        { Condition: { Bool: { "aws:SecureTransport": [] } } },
        { Condition: { Bool: { "aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false" } } },
        {
          Condition: {
            Bool: { "aws:SecureTransport": "false" },
            StringNotEquals: { "aws:PrincipalAccount": "123456789012" },
          },
        },
      ].map((more) =>
        withPolicy(bucketPolicy, {
          ...refusePlainHttp("s3:*", "${aws_s3_bucket.payloads.arn}", "${aws_s3_bucket.payloads.arn}/*"),
          ...more,
        }),
      ),
      withPolicy(queuePolicy, refusePlainHttp("sqs:*", "${aws_sqs_queue.letters.arn}")),
      withPolicy(queuePolicy, {
        ...refusePlainHttp("sqs:*", "${aws_sqs_queue.orders.arn}"),
        Condition: { Bool: { "aws:SecureTransport": "false" }, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      }),
      withPolicy(topicPolicy, refusePlainHttp("sns:Publish", "${aws_sns_topic.other.arn}")),
      { [topicPolicy]: { arn: "${aws_sns_topic.other.arn}" } },
    ],
  },
  accepted: {
    "resource-policy-action": [{}, withPolicy(key, allow("kms:*", "*", { Principal: { AWS: ACCOUNT } }))],
    "resource-policy-principal": [
      {},
      withPolicy(bus, everyone("events:PutEvents", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })),
      { "aws_cloudwatch_event_permission.all": { principal: "*", condition: { key: "aws:PrincipalOrgID" } } },
    ],
  },
});

const ARN = "arn:aws:s3:::orders-payloads";
const TEMPLATE = "${aws_s3_bucket.it.arn}";
const refusing = (arn: string) => policy(refusePlainHttp("s3:*", arn, `${arn}/*`));

/** A plan of one bucket with its policy. If its stack is not deployed yet, no ARN is known. */
function plan({ isDeployed, planned, written }: { isDeployed: boolean; planned?: string; written: string }) {
  const bucket = { address: "aws_s3_bucket.it", mode: "managed", type: "aws_s3_bucket", name: "it" };
  const its = { address: "aws_s3_bucket_policy.it", mode: "managed", type: "aws_s3_bucket_policy", name: "it" };
  const known = isDeployed ? { arn: ARN, id: "orders-payloads" } : {};
  const reference = { constant_value: "${aws_s3_bucket.it.id}", references: ["aws_s3_bucket.it"] };
  return {
    resource_changes: [
      change(bucket.address, {
        after: { bucket: "orders-payloads", ...known },
        afterUnknown: isDeployed ? {} : { arn: true, id: true },
      }),
      change(its.address, {
        after: isDeployed ? { bucket: "orders-payloads", policy: planned } : {},
        afterUnknown: isDeployed ? {} : { bucket: true, policy: true },
      }),
    ],
    configuration: {
      root_module: {
        resources: [
          { ...bucket, expressions: { bucket: { constant_value: "orders-payloads" } } },
          { ...its, expressions: { bucket: reference, policy: { constant_value: written, references: [] } } },
        ],
      },
    },
  };
}

test.each([
  ["a deployed stack, about the bucket", { isDeployed: true, planned: refusing(ARN), written: refusing(TEMPLATE) }, 0],
  [
    "a deployed stack, about another bucket",
    { isDeployed: true, planned: refusing("arn:aws:s3:::others"), written: refusing(TEMPLATE) },
    1,
  ],
  ["a new stack, about the bucket", { isDeployed: false, written: refusing(TEMPLATE) }, 0],
  ["a new stack, about another bucket", { isDeployed: false, written: refusing("${aws_s3_bucket.others.arn}") }, 1],
])("the policy in a plan of %s", async (_name, given, expected) => {
  const [judgement] = await judge(
    [readPlan("it", plan(given))],
    resourcePolicyRules.filter(({ id }) => id === "resource-policy-tls"),
    [],
  );
  expect([judgement?.judged, judgement?.findings.length]).toEqual([1, expected]);
});
