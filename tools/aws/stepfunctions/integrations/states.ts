import { lowerCamel, upperCamel } from "./casing";
import { asText, type Optimized } from "./optimized";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html, without waiting for the end (`.sync`). */
export const states: readonly Optimized[] = [
  {
    resourceType: "states",
    resource: "startExecution",
    action: "StartExecution",
    input: ({ Input, ...rest }) => lowerCamel({ ...rest, Input: asText(Input ?? {}) }),
    result: upperCamel,
  },
];
