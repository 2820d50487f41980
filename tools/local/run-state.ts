import { z } from "zod";
import type { LocalAws, Principal } from "../aws";
import type { JsonObject } from "../support/json";
import type { Outcome } from "./report/outcome";
import type { Shipment } from "./simulators/carrier";
import type { Movement } from "./simulators/payment-provider";

/** Everything that a run left behind, for the promises to check. */
export interface RunState extends StoredRecords {
  readonly outcomes: readonly Outcome[];
  /** Units before the first order, by sku. */
  readonly initialStock: ReadonlyMap<string, number>;
  readonly ledger: readonly Movement[];
  readonly shipments: readonly Shipment[];
  readonly deadLetters: readonly DeadLetter[];
  /** Where task tokens leaked to, if anywhere. */
  readonly leakedTokens: readonly string[];
  /** The largest input or output of any state. */
  readonly largestPayload: { readonly bytes: number; readonly where: string };
}

export interface StoredRecords {
  readonly orders: ReadonlyMap<string, StoredOrder>;
  readonly reservations: readonly StoredReservation[];
  /** Units on hand, by sku. */
  readonly onHand: ReadonlyMap<string, number>;
}

export interface StoredOrder {
  readonly status: string;
  readonly reason: string | undefined;
  readonly totalAmount: number;
}

export interface StoredReservation {
  readonly orderId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly isReserved: boolean;
}

export interface DeadLetter {
  readonly queue: string;
  /** Undefined if the message names no order. */
  readonly orderId: string | undefined;
  /** Undefined if the message is not about an upload. */
  readonly uploadId: string | undefined;
  /**
   * What failed: `parcel`: the carrier reports nothing about it, so somebody must find it; `notice`: a notification
   * about an order; `message`: a hand-over that names no recorded order; `work`: anything else, and the order is not
   * done.
   */
  readonly about: "parcel" | "notice" | "message" | "work";
  readonly body: string;
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const number = z.object({ N: z.coerce.number() }).transform(({ N }) => N);
const key = z.object({ pk: text, sk: text });
const order = z.object({ orderId: text, status: text, reason: text.optional(), totalAmount: number });
const reservation = z.object({ sku: text, quantity: number, state: text });
const stock = z.object({ onHand: number });
const page = z.object({ Items: z.array(z.unknown()), LastEvaluatedKey: z.record(z.string(), z.json()).optional() });

/** Reads every record of the orders table that the promises need. */
export async function readRecords(table: string, aws: LocalAws, principal: Principal): Promise<StoredRecords> {
  const orders = new Map<string, StoredOrder>();
  const reservations: StoredReservation[] = [];
  const onHand = new Map<string, number>();
  for await (const item of scan(table, aws, principal)) {
    const { pk, sk } = key.parse(item);
    const owner = pk.slice(pk.indexOf("#") + 1);
    if (sk === "STOCK") onHand.set(owner, stock.parse(item).onHand);
    if (sk === "ORDER") {
      const { orderId, status, reason, totalAmount } = order.parse(item);
      orders.set(orderId, { status, reason, totalAmount });
    }
    if (sk.startsWith("RESERVATION#")) {
      const { sku, quantity, state } = reservation.parse(item);
      reservations.push({ orderId: owner, sku, quantity, isReserved: state === "RESERVED" });
    }
  }
  return { orders, reservations, onHand };
}

async function* scan(table: string, aws: LocalAws, principal: Principal): AsyncGenerator<unknown> {
  let from: JsonObject | undefined;
  do {
    const input = { TableName: table, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) };
    const output = page.parse(await aws.call({ service: "dynamodb", action: "Scan", input, principal }));
    yield* output.Items;
    from = output.LastEvaluatedKey;
  } while (from);
}
