import type { Integrations } from "./integration";

/** To a topic; a phone number or an endpoint is refused, since it is no TopicArn. */
export const sns: Integrations = {
  publish: (call) => call.resources("TopicArn").map((on) => ({ actions: ["Publish"], on, access: "write" })),
};
