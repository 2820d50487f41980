import type { Needs } from "./needs";

export const snsNeeds: Needs = (action, { TopicArn: topic = "*" }, { encryption }) => {
  const resource = String(topic);
  if (action !== "Publish" && action !== "PublishBatch") return [{ action: `sns:${action}`, resource }];
  return [{ action: "sns:Publish", resource }, ...encryption.uses(resource, "sns:publish")];
};
