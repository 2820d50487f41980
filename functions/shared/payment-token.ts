import * as z from "zod/mini";
import { looksLikeCardNumber } from "./card-number";

/**
 * The payment provider's token: 1 to 255 visible ASCII characters. A token that looks like a card number is refused, so
 * that no card number is ever stored. A token is as good as money, so no message quotes it.
 */
export const paymentTokenSchema = z
  .string({ error: describe })
  .check(z.refine((token) => isToken(token) && !looksLikeCardNumber(token), { error: describe }));

function describe({ input }: { input?: unknown }): string {
  const expected = "expected the payment provider's token, 1 to 255 visible ASCII characters";
  if (input === undefined) return `Missing: ${expected}.`;
  if (typeof input === "string" && looksLikeCardNumber(input)) {
    return "This looks like a card number, which no order may contain. Send the payment provider's token instead.";
  }
  return `Not a token: ${expected}.`;
}

function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text);
}
