import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { readInput } from "../shared/input";
import { invocationLogger, orderIdIn } from "../shared/logger";
import { Problems } from "../shared/problems";
import { integerSetting } from "../shared/settings";
import { type Refusal, refuseOrder, refuseText } from "./answers";
import { checkOrder } from "./check-order";
import { parseJson } from "./parse-json";
import { addRepeatedFields } from "./repeated-fields";
import { type StorableOrder, storable } from "./storable-order";

export type Validation = { valid: true; order: StorableOrder } | ({ valid: false } & Refusal);

/**
 * Tells whether the text of a request is an order: the order as it is stored, or the answer for the client with all that
 * is wrong with it. Stores nothing and calls nobody. Throws InvalidInput, InvalidSetting.
 */
export async function handler(event: unknown, context?: Context): Promise<Validation> {
  const logger = invocationLogger("validate-order", context);
  try {
    const { body } = readInput("validate-order", inputSchema, event);
    const retentionDays = integerSetting("ORDER_RETENTION_DAYS", 1, 36_500);
    const parsed = parseJson(body);
    if (!parsed.isJson) {
      logger.info("The order is refused: it is not JSON.");
      return { valid: false, ...refuseText(parsed.problem) };
    }
    logger.appendKeys(orderIdIn(parsed.value));
    const problems = new Problems();
    addRepeatedFields(body, problems);
    const order = checkOrder(parsed.value, problems);
    if (!order) {
      logger.info("The order is refused.", { problems: problems.count });
      return { valid: false, ...refuseOrder(problems) };
    }
    logger.info("The order is valid.", { lineCount: order.lines.length });
    return { valid: true, order: storable(order, retentionDays) };
  } catch (error) {
    logger.error("The function failed.", { error });
    throw error;
  }
}

const inputSchema = z.object({ body: z.string() });
