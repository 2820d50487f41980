import { type Logger, orderIdIn } from "../shared/logger";
import { Problems } from "../shared/problems";
import { type Refusal, refuseOrder, refuseText } from "./answers";
import { OrderCheck } from "./order-check";
import { parseJson } from "./parse-json";
import { addRepeatedFields } from "./repeated-fields";
import { type StorableOrder, storable } from "./storable-order";

export type Validation = { valid: true; order: StorableOrder } | ({ valid: false } & Refusal);

/** Checks whether the text of a request is an order. */
export async function validateText(body: string, retentionDays: number, logger: Logger): Promise<Validation> {
  const parsed = parseJson(body);
  if (!parsed.isJson) {
    logger.info("The order is refused: it is not JSON.");
    return { valid: false, ...refuseText(parsed.problem) };
  }
  logger.appendKeys(orderIdIn(parsed.value));
  const problems = new Problems();
  addRepeatedFields(body, problems);
  const check = new OrderCheck(problems);
  for (const line of linesIn(parsed.value)) check.addLine(line);
  const order = check.finish(parsed.value);
  if (!order) {
    logger.info("The order is refused.", { problems: problems.count });
    return { valid: false, ...refuseOrder(problems) };
  }
  logger.info("The order is valid.", { lineCount: order.lines.length });
  return { valid: true, order: await storable(order, retentionDays) };
}

function linesIn(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || !("items" in value)) return [];
  return Array.isArray(value.items) ? value.items : [];
}
