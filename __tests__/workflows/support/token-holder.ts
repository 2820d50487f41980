import type { Execution } from "../../../tools/aws/stepfunctions/execution";
import type { JsonObject } from "../../../tools/support/json";
import { attributes, input, tokenOf, world } from "./fulfilment";
import { APPROVAL_THRESHOLD, type World } from "./world";

/** An execution of order-fulfilment that waits for a token, which is in the record that `aws` returns. */
export interface Waiting {
  readonly aws: World;
  readonly token: string;
  readonly execution: Execution;
}

/** An order that awaits its approval. */
export function awaitingApproval(): Promise<Waiting> {
  const totalAmount = { N: String(APPROVAL_THRESHOLD) };
  const aws = world({}, { beside: ["resolve-approval"] }).on("claim order", () => ({
    Attributes: { ...attributes, totalAmount },
  }));
  return waitingAt(aws, "await approval", (token) => ({
    status: { S: "AWAITING_APPROVAL" },
    approvalToken: { S: token },
  }));
}

/** An order that awaits its delivery. */
export function awaitingDelivery(): Promise<Waiting> {
  return waitingAt(world({}, { beside: ["carrier-event"] }), "await delivery", (token) => ({
    status: { S: "SHIPPED" },
    deliveryToken: { S: token },
  }));
}

async function waitingAt(aws: World, operation: string, recordWith: (token: string) => JsonObject): Promise<Waiting> {
  const token = new Promise<string>((resolve) => {
    aws.on(operation, (call) => {
      resolve(tokenOf(call));
      return {};
    });
  });
  const execution = await aws.start(input);
  const known = await token;
  aws.on("find token", () => ({ Item: recordWith(known) }));
  return { aws, token: known, execution };
}

/** The API's answer, its body parsed. */
export function answerOf(output: unknown): { statusCode: unknown; body: unknown } {
  const { statusCode, body } = Object(output);
  return { statusCode, body: JSON.parse(body) };
}
