import * as z from "zod/mini";
import { countries } from "./country";
import { currencies } from "./currency";
import { expectingSecret, integerField, listedField, objectField, textField } from "./field-rules";
import { paymentTokenSchema } from "./payment-token";

/** How many lines an order may have. */
export const lineLimits = { least: 1, most: 100_000 };

export const orderIdSchema = textField("1 to 64 characters of A-Z a-z 0-9 _ -", /^[A-Za-z0-9_-]{1,64}$/);

export const skuSchema = textField("1 to 64 characters of A-Z a-z 0-9 . _ -", /^[A-Za-z0-9_.-]{1,64}$/);

export const currencySchema = listedField("an ISO 4217 code of money in use, such as EUR", currencies);

/**
 * Lengths are in characters (code points), not bytes. Control characters and lone surrogates are refused. So is U+FFFD,
 * here and in an e-mail address: a decoder, such as a gateway, may silently put it in place of bytes that are not
 * UTF-8, and a parcel must not go to an address that was damaged in this way.
 */
export const shipToSchema = objectField("an address", {
  name: postalText(200),
  line1: postalText(200),
  line2: z.optional(postalText(200)),
  city: postalText(200),
  postalCode: postalText(20),
  country: listedField("an ISO 3166-1 alpha-2 country code, such as DE", countries),
});

/** An order without its lines, which may arrive in a stream of their own. */
export const orderHeadSchema = objectField("an order (apart from its items)", {
  orderId: orderIdSchema,
  customerId: textField("1 to 64 characters of A-Z a-z 0-9 _ -", /^[A-Za-z0-9_-]{1,64}$/),
  currency: currencySchema,
  payment: objectField("a payment", { token: paymentTokenSchema }, expectingSecret),
  shipTo: shipToSchema,
  email: z.optional(
    textField(
      "an e-mail address of up to 254 characters, such as a@b.example",
      /^(?=.{3,254}$)[^\s@\p{C}\ufffd]{1,64}@[^\s@.\p{C}\ufffd]+(?:\.[^\s@.\p{C}\ufffd]+)+$/u,
    ),
  ),
});

/** One line of an order; `unitPrice` is in minor units of the order's currency (cents). */
export const orderLineSchema = objectField("an order line", {
  sku: skuSchema,
  quantity: integerField(1, 10_000),
  unitPrice: integerField(0, 100_000_000),
});

export type OrderHead = z.infer<typeof orderHeadSchema>;
export type OrderLine = z.infer<typeof orderLineSchema>;

function postalText(longest: number) {
  return textField(
    `1 to ${longest} characters that are not all spaces, none of them a control character or U+FFFD`,
    new RegExp(`^(?=.*\\S)[^\\p{Cc}\\p{Cs}\\ufffd]{1,${longest}}$`, "su"),
  );
}
