import { asText, type Optimized } from "./optimized";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html: a Message that is not text is sent as JSON. */
export const sns: readonly Optimized[] = [
  {
    resourceType: "sns",
    resource: "publish",
    action: "Publish",
    input: ({ Message, ...rest }) => ({ ...rest, Message: asText(Message) }),
  },
];
