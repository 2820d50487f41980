import { orderTable } from "../../../../tools/local/report/order-table";
import type { Outcome } from "../../../../tools/local/report/outcome";

const outcomes: Outcome[] = [
  {
    order: { body: "", orderId: "o1", name: "first", expect: { http: 202, status: "COMPLETED" } },
    http: 202,
    status: "COMPLETED",
    reason: undefined,
    ms: 12,
  },
  {
    order: { body: "", orderId: "o2", name: undefined, expect: { http: 202, status: "COMPLETED" } },
    http: 409,
    status: null,
    reason: "ORDER_CONFLICT",
    ms: 3_456,
  },
  {
    order: { body: "", orderId: undefined, name: undefined, expect: undefined },
    http: 400,
    status: null,
    reason: "INVALID_JSON",
    ms: 1,
  },
];

describe("the table of orders", () => {
  it("is aligned plain text off a terminal", () => {
    expect(orderTable(outcomes, false, false).split("\n")).toEqual([
      "order    http  status     reason            ms  expected",
      "first     202  COMPLETED                    12  yes",
      "o2        409  -          ORDER_CONFLICT  3456  no: 202 COMPLETED",
      "(no id)   400  -          INVALID_JSON       1",
    ]);
  });

  it("has frames on a terminal, and colour only when it is wanted", () => {
    const plain = orderTable(outcomes, true, false);
    expect(plain).toContain("│");
    expect(plain).not.toContain("\u001b");
    expect(orderTable(outcomes, true, true)).toContain("\u001b[32mCOMPLETED\u001b[39m");
  });
});
