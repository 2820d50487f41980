import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const subscriptionDeadLetters: Rule = {
  id: "subscription-dead-letters",
  scannerIds: ["Serverless-SNSRedrivePolicy"],
  types: ["aws_sns_topic_subscription"],
  reason: "A message that a subscriber cannot take is dropped in silence",
  fix: "Set redrive_policy to a queue that lets SNS send",
  check: (resource) => expectSet(resource, "redrive_policy"),
};
