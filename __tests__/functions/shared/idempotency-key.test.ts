import { idempotencyKey } from "../../../functions/shared/idempotency-key";
import { orderIdSchema } from "../../../functions/shared/order";

// A charge and a booking use the order's id as their key, so a key that is not a valid id is never one of theirs.
it.each(["refund", "cancel"] as const)("the key of a %s is not the id of any order", (undo) => {
  for (const orderId of ["Z1", `${undo}-Z1`, `${undo}_Z1`, "-"]) {
    expect(orderIdSchema.safeParse(orderId).success).toBe(true);
    expect(orderIdSchema.safeParse(idempotencyKey(undo, orderId)).success).toBe(false);
  }
});

it("the keys of two undos of one order differ", () => {
  expect(idempotencyKey("refund", "Z1")).not.toBe(idempotencyKey("cancel", "Z1"));
});
