import type { OrderStatus } from "./order-status";
import type { OrderToSend } from "./orders-file";

/** What came of sending one order. */
export interface Answer {
  readonly order: OrderToSend;
  readonly sentAt: Date;
  /** From sending to the whole answer. */
  readonly ms: number;
  readonly http: number;
  readonly body: { readonly [field: string]: unknown };
  /** Only for an upload that was stored. */
  readonly upload?: {
    readonly uploadId: string;
    /** The record that tells of its refusal; undefined where intake took it, or did not get to it. */
    readonly rejection: OrderStatus | undefined;
  };
}
