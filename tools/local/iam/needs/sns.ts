import type { Needs } from "./needs";

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html: who publishes to an encrypted topic needs both. */
export const snsNeeds: Needs = (action, { TopicArn: topic = "*" }, { encryption }) => {
  const resource = String(topic);
  if (action !== "Publish" && action !== "PublishBatch") return [{ action: `sns:${action}`, resource }];
  return [{ action: "sns:Publish", resource }, ...encryption.uses(resource, "sns", ["GenerateDataKey", "Decrypt"])];
};
