import { orderTable } from "../../../../tools/local/report/order-table";
import { outcome, toSend } from "./outcomes";

const expectation = { http: 202, status: "COMPLETED" };
const outcomes = [
  outcome("o1", 202, {
    order: toSend({ orderId: "o1", name: "first", expect: expectation }),
    status: "COMPLETED",
    ms: 12,
  }),
  outcome("o2", 409, {
    order: toSend({ orderId: "o2", expect: expectation }),
    reason: "ORDER_CONFLICT",
    ms: 3_456,
  }),
  outcome(undefined, 400, { reason: "INVALID_JSON" }),
];

describe("the table of orders", () => {
  it("is aligned plain text when not on a terminal", () => {
    expect(orderTable(outcomes, false, false).split("\n")).toEqual([
      "order    http  status     reason            ms  expected",
      "first     202  COMPLETED                    12  yes",
      "o2        409  -          ORDER_CONFLICT  3456  no: 202 COMPLETED",
      "(no id)   400  -          INVALID_JSON       1",
    ]);
  });

  it("has frames on a terminal, and colour only on request", () => {
    const plain = orderTable(outcomes, true, false);
    expect(plain).toContain("│");
    expect(plain).not.toContain("\u001b");
    expect(orderTable(outcomes, true, true)).toContain("\u001b[32mCOMPLETED\u001b[39m");
  });

  it("shortens a long reason, and compares its code with the expected one", () => {
    const expected = toSend({ expect: { http: 201, status: "REJECTED", reason: "INVALID_ORDER" } });
    const reason = "INVALID_ORDER: /items/99998/quantity Expected a whole number from 1 to 10,000.";
    const rejected = outcome("up", 201, { order: expected, status: "REJECTED", reason });
    const [, row = ""] = orderTable([rejected], false, false).split("\n");
    expect(row).toMatch(/INVALID_ORDER: \/items\/99998\/quantity Expected a w… +1 {2}yes$/);
    const other = { ...rejected, reason: "INVALID_ORDERS" };
    expect(orderTable([other], false, false)).toContain("no: 201 REJECTED INVALID_ORDER");
  });
});
