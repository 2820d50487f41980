import type { OrderStatus } from "./order-status";
import type { OrderToSend } from "./orders-file";

/** The API's answer to one order. */
export interface Answer {
  readonly order: OrderToSend;
  readonly sentAt: Date;
  /** From sending to the end of the answer. */
  readonly ms: number;
  readonly http: number;
  readonly body: { readonly [field: string]: unknown };
  /** Only for an upload that was stored. */
  readonly upload?: {
    readonly uploadId: string;
    /** The record of its rejection; undefined if intake accepted it, or has not finished with it. */
    readonly rejection: OrderStatus | undefined;
  };
}
