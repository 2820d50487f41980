import type { Integrations } from "./integration";

/** Only to a topic. A call with a phone number or an endpoint is refused, because it has no TopicArn. */
export const sns: Integrations = {
  publish: (call) => call.resources("TopicArn").map((on) => ({ actions: ["Publish"], on, access: "write" })),
};
