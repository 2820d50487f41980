import { jsonPointer } from "../shared/json-pointer";
import { currencySchema, orderIdSchema } from "../shared/order";
import type { Problems } from "../shared/problems";
import { BrokenJson, TokenTooLong } from "./broken-json";
import { JsonGrammar } from "./json-grammar";
import { JsonLexer } from "./json-lexer";
import type { CheckedOrder } from "./order-check";
import { OrderListener } from "./order-listener";

export interface ReadOrder {
  /** Why it is not JSON, and where: completes a sentence. */
  readonly broken?: string;
  readonly order?: CheckedOrder;
  /** Readable even if the order is wrong elsewhere; always well-formed. */
  readonly orderId?: string;
  readonly currency?: string;
}

/** Reads an order as its bytes arrive and stops where reading on is pointless. Adds what is wrong to `problems`. */
export async function readOrder(chunks: AsyncIterable<Uint8Array>, problems: Problems): Promise<ReadOrder> {
  const listener = new OrderListener(problems);
  const lexer = new JsonLexer(new JsonGrammar(listener));
  try {
    for await (const chunk of chunks) {
      lexer.write(chunk);
      if (listener.isHopeless) break;
    }
    if (!listener.isHopeless) lexer.end();
  } catch (error) {
    if (error instanceof TokenTooLong) {
      problems.add(listener.path, error.message);
      return readable(listener);
    }
    if (!(error instanceof BrokenJson)) throw error;
    const place = jsonPointer(listener.path);
    return { broken: place === "" ? error.message : `${error.message}, in ${place}`, ...readable(listener) };
  }
  const order = listener.finish();
  return { ...readable(listener), ...(order ? { order } : {}) };
}

function readable(listener: OrderListener): { orderId?: string; currency?: string } {
  const orderId = orderIdSchema.safeParse(listener.field("orderId"));
  const currency = currencySchema.safeParse(listener.field("currency"));
  return {
    ...(orderId.success ? { orderId: orderId.data } : {}),
    ...(currency.success ? { currency: currency.data } : {}),
  };
}
