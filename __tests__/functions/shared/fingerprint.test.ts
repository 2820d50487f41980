import { Fingerprint } from "../../../functions/shared/fingerprint";
import { orderHeadSchema, orderLineSchema } from "../../../functions/shared/order";
import { address, line, orderWith } from "../support/orders";

function fingerprintOf(order: Record<string, unknown>, lines = [line({ sku: "a" }), line({ sku: "b" })]): string {
  const { items: _, ...head } = order;
  const fingerprint = new Fingerprint();
  for (const one of lines) fingerprint.addLine(orderLineSchema.parse(one));
  return fingerprint.finish(orderHeadSchema.parse(head));
}

const reversed = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).reverse());

describe("the fingerprint of an order", () => {
  const original = fingerprintOf(orderWith());

  it("is SHA-256 in hexadecimal", () => expect(original).toMatch(/^[0-9a-f]{64}$/));

  it("does not depend on the order of fields", () => {
    const shuffled = reversed(orderWith({ shipTo: reversed(address()) }));
    expect(fingerprintOf(shuffled, [line({ sku: "a" }), line({ sku: "b" })].map(reversed))).toBe(original);
  });

  it("does not depend on the order in which this code builds the order", () => {
    const { items: _, ...fields } = orderWith();
    const { orderId, shipTo, ...rest } = orderHeadSchema.parse(fields);
    const { country, ...street } = shipTo;
    const fingerprint = new Fingerprint();
    for (const sku of ["a", "b"]) fingerprint.addLine({ unitPrice: 1250, sku, quantity: 2 });
    expect(fingerprint.finish({ shipTo: { country, ...street }, ...rest, orderId })).toBe(original);
  });

  it.each<[string, Record<string, unknown>]>([
    ["the customer", { customerId: "another" }],
    ["the currency", { currency: "USD" }],
    ["the token", { payment: { token: "tok_other" } }],
    ["a field of the address", { shipTo: address({ postalCode: "10116" }) }],
    ["a field that was not there", { email: "a@b.example" }],
  ])("changes with %s", (_, changes) => expect(fingerprintOf(orderWith(changes))).not.toBe(original));

  it.each<[string, Record<string, unknown>[]]>([
    ["a quantity", [line({ sku: "a", quantity: 3 }), line({ sku: "b" })]],
    ["a price", [line({ sku: "a" }), line({ sku: "b", unitPrice: 1 })]],
    ["the lines' order", [line({ sku: "b" }), line({ sku: "a" })]],
    ["one line fewer", [line({ sku: "a" })]],
  ])("changes with %s", (_, lines) => expect(fingerprintOf(orderWith(), lines)).not.toBe(original));
});
