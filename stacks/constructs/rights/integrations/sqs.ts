import type { Integrations } from "./integration";

export const sqs: Integrations = {
  sendMessage: (call) => call.resources("QueueUrl").map((on) => ({ actions: ["SendMessage"], on, access: "write" })),
};
