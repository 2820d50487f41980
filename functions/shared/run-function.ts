import type { Context } from "aws-lambda";
import type * as z from "zod/mini";
import { FunctionError } from "./errors";
import { readInput } from "./input";
import { invocationLogger, type Logger, orderIdIn } from "./logger";

export interface FunctionOptions<Input, Output> {
  /** The folder's name. */
  readonly name: string;
  readonly input: z.ZodMiniType<Input>;
  work(input: Input, logger: Logger): Promise<Output>;
}

/**
 * Runs a function: parses its input, adds the order's id to the log if the event names one, and logs and rethrows any
 * failure.
 */
export async function runFunction<Input, Output>(
  { name, input, work }: FunctionOptions<Input, Output>,
  event: unknown,
  context: Context | undefined,
): Promise<Output> {
  const logger = invocationLogger(name, context);
  logger.appendKeys(orderIdIn(event));
  try {
    return await work(readInput(name, input, event), logger);
  } catch (error) {
    if (error instanceof FunctionError && error.isBusinessOutcome) logger.info(error.message, { outcome: error.name });
    else logger.error("The function failed.", { error });
    throw error;
  }
}
