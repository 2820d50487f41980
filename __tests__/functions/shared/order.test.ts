import { orderHeadSchema, orderLineSchema } from "../../../functions/shared/order";
import { address, line, orderWith } from "../support/orders";

const isHead = (changes: Record<string, unknown>) => {
  const { items: _, ...head } = orderWith(changes);
  return orderHeadSchema.safeParse(head).success;
};
const isLine = (changes: Record<string, unknown>) => orderLineSchema.safeParse(line(changes)).success;
const isAddress = (changes: Record<string, unknown>) => isHead({ shipTo: address(changes) });

describe.each(["orderId", "customerId"])("%s", (field) => {
  it.each(["a", "A-Z_09", "x".repeat(64)])("may be %j", (id) => expect(isHead({ [field]: id })).toBe(true));
  it.each(["", "x".repeat(65), "a.b", "a b", "a\n", "ä", "a/b", 7, null, ["a"]])("may not be %j", (id) =>
    expect(isHead({ [field]: id })).toBe(false),
  );
});

describe("currency", () => {
  it.each(["EUR", "USD", "JPY", "XOF"])("may be %s", (code) => expect(isHead({ currency: code })).toBe(true));
  it.each(["eur", "EU", "EURO", "ZZZ", "DEM", "XXX", "XAU", "", 978])("may not be %j", (code) =>
    expect(isHead({ currency: code })).toBe(false),
  );
});

describe("shipTo", () => {
  it.each(["name", "line1", "line2", "city"])("takes %s of 1 to 200 characters", (field) => {
    expect([0, 1, 200, 201].map((length) => isAddress({ [field]: "é".repeat(length) }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("takes a postal code of 1 to 20 characters", () => {
    expect([0, 1, 20, 21].map((length) => isAddress({ postalCode: "1".repeat(length) }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("counts characters, not UTF-16 units", () => {
    expect(isAddress({ name: "𝒳".repeat(200) })).toBe(true);
    expect(isAddress({ name: "𝒳".repeat(201) })).toBe(false);
  });

  it.each([" ", "\t", "a\u0000b", "a\nb", "\ud800", "a\udfffb", "M\ufffdller", 5, null])(
    "does not take %j as a name",
    (name) => expect(isAddress({ name })).toBe(false),
  );

  it.each(["\u2028x", "x\u2029", "\u2028x\u2028y"])("takes the text %j with unusual line ends", (name) =>
    expect(isAddress({ name })).toBe(true),
  );
  it.each([" ", "\u2028", "\u2028\u2029 "])("refuses the text %j, which is all spaces", (name) =>
    expect(isAddress({ name })).toBe(false),
  );
  it("takes spaces around and within a text", () => expect(isAddress({ name: " Ada  Byron " })).toBe(true));

  it.each(["DE", "US", "AX"])("takes the country %s", (country) => expect(isAddress({ country })).toBe(true));
  it.each(["de", "UK", "EU", "XK", "ZZ", "DEU", ""])("does not take the country %j", (country) =>
    expect(isAddress({ country })).toBe(false),
  );

  it.each(["name", "line1", "city", "postalCode", "country"])("needs %s", (field) => {
    const { [field]: _, ...rest } = address();
    expect(isHead({ shipTo: rest })).toBe(false);
  });

  it("refuses a field that it does not know", () => expect(isAddress({ state: "BE" })).toBe(false));
});

describe("email", () => {
  it.each(["a@b.example", "first.last+tag@sub.domain.example", "müller@exämple.de"])("may be %s", (email) =>
    expect(isHead({ email })).toBe(true),
  );
  it.each([
    "",
    "a",
    "a@b",
    "@b.de",
    "a@",
    "a@.de",
    "a@b.",
    "a@b..de",
    "a@@b.de",
    "a b@c.de",
    "a@b.de\n",
    "a\u0000@b.de",
    "m\ufffdller@b.de",
    "a@b\ufffd.de",
    "a@b.d\ufffd",
    null,
  ])("may not be %j", (email) => expect(isHead({ email })).toBe(false));

  it("takes 64 characters before the @ and 254 in all, and no more", () => {
    const ofLength = (length: number) => `a@${"b".repeat(length - 5)}.de`;
    expect(isHead({ email: ofLength(254) })).toBe(true);
    expect(isHead({ email: ofLength(255) })).toBe(false);
    expect(isHead({ email: `${"a".repeat(64)}@b.de` })).toBe(true);
    expect(isHead({ email: `${"a".repeat(65)}@b.de` })).toBe(false);
  });

  it("is checked in linear time, whatever comes", () => {
    const start = performance.now();
    for (const part of ["a", "a.", "@", "a@", "."]) isHead({ email: part.repeat(100_000) });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("payment", () => {
  it.each([undefined, null, "tok_ok", {}, [], { token: "tok_ok", cardNumber: "1" }])("may not be %j", (payment) =>
    expect(isHead({ payment })).toBe(false),
  );

  it.each(["4111111111111111", "tok_secret", 4111111111111111, ["tok_secret"], { token: "4111111111111111" }])(
    "is not repeated in any message: %j",
    (payment) => {
      const { items: _, ...head } = orderWith({ payment });
      const messages = orderHeadSchema.safeParse(head).error?.issues.map(({ message }) => message);
      expect(messages).toHaveLength(1);
      expect(messages?.join()).not.toMatch(/4111|secret/);
      expect(messages?.join()).not.toContain(", got ");
    },
  );
});

describe("an order line", () => {
  it.each(["a", "A.b-C_9", "s".repeat(64)])("takes the sku %j", (sku) => expect(isLine({ sku })).toBe(true));
  it.each(["", "s".repeat(65), "a b", "a/b", "a#b", 1])("does not take the sku %j", (sku) =>
    expect(isLine({ sku })).toBe(false),
  );
  it("says which characters a sku may have, in a sentence that ends once", () => {
    const { sku: _, ...rest } = line();
    const messages = orderLineSchema.safeParse(rest).error?.issues.map(({ message }) => message);
    expect(messages).toEqual(["Missing: expected 1 to 64 characters of A-Z a-z 0-9 . _ -."]);
  });

  it.each([1, 2, 10_000, 1e2])("takes the quantity %d", (quantity) => expect(isLine({ quantity })).toBe(true));
  it.each([0, -1, 10_001, 1.5, "1", null, true, Number.POSITIVE_INFINITY])(
    "does not take the quantity %j",
    (quantity) => expect(isLine({ quantity })).toBe(false),
  );

  it.each([0, 1, 100_000_000])("takes the unit price %d", (unitPrice) => expect(isLine({ unitPrice })).toBe(true));
  it.each([-1, 100_000_001, 0.5, "5", null, Number.POSITIVE_INFINITY])("does not take the unit price %j", (unitPrice) =>
    expect(isLine({ unitPrice })).toBe(false),
  );

  it.each(["sku", "quantity", "unitPrice"])("needs %s", (field) => {
    const { [field]: _, ...rest } = line();
    expect(orderLineSchema.safeParse(rest).success).toBe(false);
  });

  it("refuses a field that it does not know", () => expect(isLine({ discount: 1 })).toBe(false));
});
