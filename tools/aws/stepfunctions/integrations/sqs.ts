import { asText, type Optimized } from "./optimized";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html: a MessageBody that is not text is sent as JSON. */
export const sqs: readonly Optimized[] = [
  {
    resourceType: "sqs",
    resource: "sendMessage",
    action: "SendMessage",
    input: ({ MessageBody, ...rest }) => ({ ...rest, MessageBody: asText(MessageBody) }),
  },
];
