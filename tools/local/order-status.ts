import { z } from "zod";
import type { LocalAws, Principal } from "../aws";
import type { JsonObject } from "../support/json";

export interface OrderStatus {
  readonly orderId: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly updatedAt: Date;
}

const MAX_KEYS = 100;

const batch = z.object({
  Responses: z.record(
    z.string(),
    z.array(
      z.object({
        orderId: z.object({ S: z.string() }),
        status: z.object({ S: z.string() }),
        reason: z.object({ S: z.string() }).optional(),
        updatedAt: z.object({ S: z.string() }),
      }),
    ),
  ),
});

/** Reads the status of orders from the table, 100 per call. Leaves out orders that are not in the table. */
export async function readStatuses(
  orderIds: readonly string[],
  table: string,
  aws: LocalAws,
  principal: Principal,
): Promise<OrderStatus[]> {
  const statuses: OrderStatus[] = [];
  for (let from = 0; from < orderIds.length; from += MAX_KEYS) {
    const input = batchGet(orderIds.slice(from, from + MAX_KEYS), table);
    const output = batch.parse(await aws.call({ service: "dynamodb", action: "BatchGetItem", input, principal }));
    for (const item of output.Responses[table] ?? []) {
      statuses.push({
        orderId: item.orderId.S,
        status: item.status.S,
        reason: item.reason?.S,
        updatedAt: new Date(item.updatedAt.S),
      });
    }
  }
  return statuses;
}

function batchGet(orderIds: readonly string[], table: string): JsonObject {
  return {
    RequestItems: {
      [table]: {
        ConsistentRead: true,
        Keys: orderIds.map((orderId) => ({ pk: { S: `ORDER#${orderId}` }, sk: { S: "ORDER" } })),
        ProjectionExpression: "orderId, #status, reason, updatedAt",
        ExpressionAttributeNames: { "#status": "status" },
      },
    },
  };
}
