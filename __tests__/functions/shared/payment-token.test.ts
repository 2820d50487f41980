import { paymentTokenSchema } from "../../../functions/shared/payment-token";

const messageFor = (token: unknown) => {
  const result = paymentTokenSchema.safeParse(token);
  return result.success ? undefined : result.error.issues.map(({ message }) => message).join("\n");
};

describe("a payment token", () => {
  it.each(["tok_ok", "t", "t".repeat(255), "tok_4111111111111111"])("may be %j", (token) =>
    expect(messageFor(token)).toBeUndefined(),
  );

  it.each(["", "t".repeat(256), "a b", "tök", "a\u0000", 5, null])("may not be %j", (token) =>
    expect(messageFor(token)).toMatch(/^Not a token/),
  );

  // Test numbers of card schemes with 13, 15, 16 and 19 digits.
  it.each([
    "4222222222222",
    "378282246310005",
    "4111111111111111",
    "5555555555554444",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "6304000000000000000",
  ])("may not be the card number %s", (token) => expect(messageFor(token)).toMatch(/card number/));

  it.each([
    ["a wrong check digit", "4111111111111112"],
    ["12 digits", "411111111116"],
    ["20 digits", "41111111111111111114"],
  ])("may be digits with %s: no card has such a number", (_, token) => expect(messageFor(token)).toBeUndefined());

  it("is never quoted in a message", () => {
    for (const token of ["4111111111111111", "my secret token", "x".repeat(300)]) {
      expect(messageFor(token)).not.toContain(token.slice(0, 8));
    }
  });
});
