import { allPromises } from "../../../../tools/local/promises/all";
import { chargedOnce } from "../../../../tools/local/promises/charged-once";
import { fulfilledOnce } from "../../../../tools/local/promises/fulfilled-once";
import { noneLost } from "../../../../tools/local/promises/none-lost";
import { nothingDropped } from "../../../../tools/local/promises/nothing-dropped";
import { smallStates } from "../../../../tools/local/promises/small-states";
import { stockConserved } from "../../../../tools/local/promises/stock-conserved";
import type { Outcome } from "../../../../tools/local/report/outcome";
import { checkPromises } from "../../../../tools/local/report/promise-list";
import type { RunState, StoredOrder } from "../../../../tools/local/run-state";

const order = (status: string, totalAmount = 500): StoredOrder => ({ status, reason: undefined, totalAmount });
const charge = (orderId: string, amount = 500) => ({ kind: "charge", orderId, id: "ch", amount }) as const;
const refund = (orderId: string, amount = 500) => ({ kind: "refund", orderId, id: "re", amount }) as const;
const shipment = (orderId: string, cancelled = false) => ({ shipmentId: "sh", orderId, postalCode: "1", cancelled });
const reservation = (orderId: string, quantity: number, isReserved = true) => ({
  orderId,
  sku: "A",
  quantity,
  isReserved,
});
const letter = (orderId: string | undefined) => ({ queue: "q-dlq", orderId, body: "{}" });
const outcome = (orderId: string, http: number): Outcome => ({
  order: { body: "", orderId, name: undefined, expect: undefined },
  http,
  status: null,
  reason: undefined,
  ms: 1,
});

/** A run in which one order was completed, one cancelled after its charge, and one failed. */
const sound: RunState = {
  outcomes: [outcome("done", 202), outcome("gone", 202), outcome("bad", 202), outcome("shut", 503)],
  orders: new Map([
    ["done", order("COMPLETED")],
    ["gone", order("CANCELLED")],
    ["bad", order("FAILED")],
  ]),
  reservations: [reservation("done", 2), reservation("gone", 3, false)],
  onHand: new Map([["A", 8]]),
  initialStock: new Map([["A", 10]]),
  ledger: [charge("done"), charge("gone"), refund("gone"), refund("bad", 0)],
  shipments: [shipment("done"), shipment("gone", true)],
  deadLetters: [letter("bad"), letter("shut")],
  largestPayload: { bytes: 65_536, where: "machine/State" },
};

it("every promise holds over a sound run", () => {
  expect(allPromises.map(({ violations }) => violations(sound))).toEqual(allPromises.map(() => []));
});

describe("a promise that is broken is told", () => {
  const more = (id: string, status: string) => new Map([...sound.orders, [id, order(status)]]);
  it.each([
    ["an accepted order without a record", noneLost, { outcomes: [outcome("lost", 202)] }, "lost has no record"],
    ["an order that stays open", noneLost, { orders: more("open", "FULFILLING") }, "open stays FULFILLING"],
    [
      "an order that is booked twice",
      fulfilledOnce,
      { shipments: [...sound.shipments, shipment("done")] },
      "done was booked",
    ],
    ["a completed order without a parcel", fulfilledOnce, { shipments: [] }, "done is COMPLETED with 0 live"],
    [
      "a cancelled order with a parcel",
      fulfilledOnce,
      { shipments: [shipment("done"), shipment("gone")] },
      "gone is CANCELLED with 1 live",
    ],
    ["a double charge", chargedOnce, { ledger: [...sound.ledger, charge("done")] }, "done was charged 2 times"],
    [
      "a double charge that was refunded",
      chargedOnce,
      { ledger: [charge("done"), charge("gone"), refund("gone"), charge("gone"), refund("gone")] },
      "gone was charged 2 times",
    ],
    [
      "a cancelled order that was paid",
      chargedOnce,
      { ledger: [charge("done"), charge("gone")] },
      "gone is CANCELLED and paid 500",
    ],
    ["a completed order that was not paid", chargedOnce, { ledger: [] }, "done is COMPLETED for 500 cents and paid 0"],
    ["a completed order that was paid in part", chargedOnce, { ledger: [charge("done", 499)] }, "paid 499"],
    ["stock that vanished", stockConserved, { onHand: new Map([["A", 7]]) }, "A: 7 on hand + 2 taken is not 10"],
    ["stock from nowhere", stockConserved, { onHand: new Map([["A", 9]]) }, "A: 9 on hand"],
    [
      "stock below zero",
      stockConserved,
      { onHand: new Map([["A", -1]]), reservations: [reservation("done", 11)] },
      "A has -1",
    ],
    [
      "a cancelled order that keeps stock",
      stockConserved,
      { onHand: new Map([["A", 5]]), reservations: [reservation("done", 2), reservation("gone", 3)] },
      "gone is CANCELLED and keeps 3",
    ],
    [
      "a failure that no dead letter tells of",
      nothingDropped,
      { deadLetters: [letter("shut")] },
      "bad FAILED, and no dead letter",
    ],
    [
      "a dead letter of a completed order",
      nothingDropped,
      { deadLetters: [...sound.deadLetters, letter("done")] },
      "q-dlq holds {}",
    ],
    [
      "a dead letter of no order",
      nothingDropped,
      { deadLetters: [...sound.deadLetters, letter(undefined)] },
      "q-dlq holds {}",
    ],
    [
      "a payload one byte too large",
      smallStates,
      { largestPayload: { bytes: 65_537, where: "machine/State" } },
      "machine/State has 65537 bytes, 1 too many",
    ],
  ])("%s", (_name, promise, change, message) => {
    expect(promise.violations({ ...sound, ...change }).join("\n")).toContain(message);
  });
});

describe("the list of promises", () => {
  const broken = { name: "It rains", violations: () => ["1", "2", "3", "4", "5", "6", "7"] };
  const kept = { name: "It shines", violations: () => [] };
  const faulty = {
    name: "It works",
    violations: () => {
      throw new Error("no data");
    },
  };

  it("holds when all do", () => {
    expect(checkPromises([kept], sound)).toEqual({ held: true, text: "  held    It shines" });
  });

  it("shows what broke a promise, the first five", () => {
    const { held, text } = checkPromises([kept, broken], sound);
    expect(held).toBe(false);
    expect(text.split("\n").map((line) => line.trim())).toEqual([
      "held    It shines",
      "BROKEN  It rains",
      "1",
      "2",
      "3",
      "4",
      "5",
      "and 2 more",
    ]);
  });

  it("counts a check that throws as broken", () => {
    const { held, text } = checkPromises([faulty], sound);
    expect([held, text]).toEqual([false, expect.stringContaining("the check failed: no data")]);
  });
});
