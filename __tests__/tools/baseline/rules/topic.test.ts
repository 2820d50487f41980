import { topicRules } from "../../../../tools/baseline/rules/topic";
import { allow, KEY, LETTERS, policy, refusePlainHttp, withPolicy } from "../stacks";
import { describeRules } from "./describe-rules";

const topic = "aws_sns_topic.alarm";
const topicPolicy = "aws_sns_topic_policy.alarm";
const subscription = "aws_sns_topic_subscription.person";

describeRules(topicRules, {
  sound: {
    [topic]: { kms_master_key_id: KEY },
    [topicPolicy]: {
      arn: "${aws_sns_topic.alarm.arn}",
      policy: policy(refusePlainHttp("sns:Publish", "${aws_sns_topic.alarm.arn}")),
    },
    [subscription]: {
      topic_arn: "${aws_sns_topic.alarm.arn}",
      redrive_policy: `{"deadLetterTargetArn":"${LETTERS}"}`,
    },
  },
  refused: {
    "subscription-dead-letters": [{ [subscription]: { redrive_policy: undefined } }],
    "topic-encryption": [
      { [topic]: { kms_master_key_id: undefined } },
      { [topic]: { kms_master_key_id: "alias/aws/sns" } },
    ],
    "topic-policy-condition": [
      withPolicy(topicPolicy, allow("sns:Publish", "*", { Principal: { AWS: "arn:aws:iam::123456789012:role/shop" } })),
    ],
  },
  accepted: {
    "topic-policy-condition": [
      {},
      withPolicy(topicPolicy, allow("sns:Publish", "*", { Principal: { Service: "events.amazonaws.com" } })),
    ],
  },
});
