import { Logger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { orderIdSchema } from "./order";

export type { Logger };

/**
 * A logger for one invocation: JSON lines with the function's name and the request's id, and the order's id once it is
 * appended. The level comes from POWERTOOLS_LOG_LEVEL. Never pass it personal data, a token, a secret or a request
 * body.
 */
export function invocationLogger(functionName: string, context: Context | undefined): Logger {
  const logger = new Logger({ serviceName: functionName });
  if (context) logger.addContext(context);
  return logger;
}

/** The order's id in a value from outside, to be appended to a log. A malformed id is left out. */
export function orderIdIn(value: unknown): { orderId?: string } {
  const order = z.object({ orderId: orderIdSchema }).safeParse(value);
  return order.success ? { orderId: order.data.orderId } : {};
}
