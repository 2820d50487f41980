import * as z from "zod/mini";

/**
 * The payment provider's token: 1 to 255 visible ASCII characters. What looks like a card number is refused, so that
 * none is ever stored. A token is as good as money, so no message quotes it.
 */
export const paymentTokenSchema = z
  .string({ error: describe })
  .check(z.refine((token) => isToken(token) && !looksLikeCardNumber(token), { error: describe }));

function describe({ input }: { input?: unknown }): string {
  const expected = "expected the payment provider's token, 1 to 255 visible ASCII characters";
  if (input === undefined) return `Missing: ${expected}.`;
  if (typeof input === "string" && looksLikeCardNumber(input)) {
    return "This looks like a card number, which an order must never hold: send the payment provider's token for it.";
  }
  return `Not a token: ${expected}.`;
}

function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text);
}

/** 13 to 19 digits, grouped or not, whose check digit is right (ISO/IEC 7812-1, the Luhn formula). */
function looksLikeCardNumber(text: string): boolean {
  if (text.length > 64) return false;
  const digits = text.replace(/[ .-]/g, "");
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const weighted = Number(digit) * (place % 2 === 0 ? 1 : 2);
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
