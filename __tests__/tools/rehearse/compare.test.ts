import { compareEnds, readEnds } from "../../../tools/rehearse/orders/compare";

const completed = { http: 202, status: "COMPLETED" };
const declined = { http: 202, status: "CANCELLED", reason: "PAYMENT_DECLINED" };

it("reads the local run's output, without the fields that differ from run to run", () => {
  const text =
    '{"orderId":"1","http":202,"status":"COMPLETED","ms":12}\n{"orderId":null,"http":400,"status":null,"ms":3}\n';
  expect(readEnds(text)).toEqual([completed, { http: 400, status: null }]);
});

it("finds no difference where each order ended alike", () => {
  expect(compareEnds(["one", "two"], [completed, declined], [completed, declined])).toEqual([]);
});

it.each([
  ["http", { ...completed, http: 200 }, "200 COMPLETED"],
  ["status", { ...completed, status: "FAILED" }, "202 FAILED"],
  ["reason", { ...completed, reason: "?" }, "202 COMPLETED ?"],
])("names an order whose %s differs", (_field, rehearsed, text) => {
  expect(compareEnds(["one", "two"], [declined, rehearsed], [declined, completed])).toEqual([
    { order: "two", rehearsed: text, locally: "202 COMPLETED" },
  ]);
});

it("counts an order that either side or both sides lack as different", () => {
  const differences = compareEnds(["one", "two", "three"], [completed], [completed, completed]);
  expect(differences.map(({ order, rehearsed, locally }) => [order, rehearsed, locally])).toEqual([
    ["two", "nothing", "202 COMPLETED"],
    ["three", "nothing", "nothing"],
  ]);
});
