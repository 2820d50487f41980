import { allPromises } from "../../../../tools/local/promises/all";
import { chargedOnce } from "../../../../tools/local/promises/charged-once";
import { fulfilledOnce } from "../../../../tools/local/promises/fulfilled-once";
import { noneLost } from "../../../../tools/local/promises/none-lost";
import { nothingDropped } from "../../../../tools/local/promises/nothing-dropped";
import { smallStates } from "../../../../tools/local/promises/small-states";
import { stockConserved } from "../../../../tools/local/promises/stock-conserved";
import { tokensKept } from "../../../../tools/local/promises/tokens-kept";
import { checkPromises } from "../../../../tools/local/report/promise-list";
import type { DeadLetter, RunState, StoredOrder } from "../../../../tools/local/run-state";
import type { Shipment } from "../../../../tools/local/simulators/carrier";
import { outcome } from "./outcomes";

const order = (status: string, reason?: string): StoredOrder => ({ status, reason, totalAmount: 500 });
const charge = (orderId: string, amount = 500) => ({ kind: "charge", orderId, id: "ch", amount }) as const;
const refund = (orderId: string, amount = 500) => ({ kind: "refund", orderId, id: "re", amount }) as const;
const shipment = (orderId: string, cancelled = false): Shipment => ({
  shipmentId: "sh",
  orderId,
  postalCode: "1",
  cancelled,
  state: "IN_TRANSIT",
});
const reservation = (orderId: string, quantity: number, isReserved = true) => ({
  orderId,
  sku: "A",
  quantity,
  isReserved,
});
const letter = (orderId: string | undefined, about: DeadLetter["about"] = "work", body: object = {}): DeadLetter => ({
  queue: "q-dlq",
  orderId,
  uploadId: undefined,
  about,
  body: JSON.stringify(body),
});
/** A run with one order for each ending that the promises distinguish. */
const sound: RunState = {
  outcomes: [
    ...["done", "gone", "bad", "lost", "late"].map((orderId) => outcome(orderId, 202)),
    outcome("shut", 503),
    outcome("up-1", 201, { uploadId: "up-1", status: "REJECTED" }),
  ],
  orders: new Map([
    ["done", order("COMPLETED")],
    ["gone", order("CANCELLED", "ADDRESS_REFUSED")],
    ["bad", order("FAILED", "PAYMENT_FAILED")],
    ["lost", order("CANCELLED", "PARCEL_LOST")],
    ["late", order("CANCELLED", "DELIVERY_OVERDUE")],
    ["up-1", order("REJECTED", "INVALID_JSON: no")],
  ]),
  reservations: [reservation("done", 2), reservation("gone", 3, false), reservation("lost", 1), reservation("late", 1)],
  onHand: new Map([["A", 6]]),
  initialStock: new Map([["A", 10]]),
  ledger: ["done", "gone", "lost", "late"].flatMap((orderId) => [
    charge(orderId),
    ...(orderId === "done" ? [] : [refund(orderId)]),
  ]),
  shipments: [shipment("done"), shipment("gone", true), shipment("lost"), shipment("late")],
  deadLetters: [letter("bad"), letter("shut"), letter("late", "parcel"), letter("done", "notice")],
  leakedTokens: [],
  largestPayload: { bytes: 65_536, where: "machine/State" },
};

it("every promise holds over a sound run", () => {
  expect(allPromises.map(({ violations }) => violations(sound))).toEqual(allPromises.map(() => []));
});

describe("a broken promise is reported", () => {
  const more = (id: string, status: string) => new Map([...sound.orders, [id, order(status)]]);
  it.each([
    ["an accepted order without a record", noneLost, { outcomes: [outcome("away", 202)] }, "away has no record"],
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
      { shipments: [...sound.shipments, shipment("gone")].filter(({ cancelled }) => !cancelled) },
      "gone is CANCELLED with 1 live",
    ],
    ["a double charge", chargedOnce, { ledger: [...sound.ledger, charge("done")] }, "done was charged 2 times"],
    [
      "a double charge that was refunded",
      chargedOnce,
      { ledger: [...sound.ledger, charge("gone"), refund("gone")] },
      "gone was charged 2 times",
    ],
    [
      "a cancelled order that was paid",
      chargedOnce,
      { ledger: [charge("done"), charge("gone")] },
      "gone is CANCELLED but paid 500",
    ],
    ["a completed order that was not paid", chargedOnce, { ledger: [] }, "done is COMPLETED for 500 cents but paid 0"],
    ["a completed order that was paid in part", chargedOnce, { ledger: [charge("done", 499)] }, "paid 499"],
    ["stock that vanished", stockConserved, { onHand: new Map([["A", 5]]) }, "A: 5 on hand + 4 taken is not 10"],
    ["stock from nowhere", stockConserved, { onHand: new Map([["A", 7]]) }, "A: 7 on hand"],
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
      "gone is CANCELLED but keeps 3",
    ],
    [
      "a lost parcel whose goods were returned to stock",
      stockConserved,
      { onHand: new Map([["A", 7]]), reservations: [...sound.reservations.slice(0, 2), reservation("lost", 1, false)] },
      "lost has left the warehouse, but returned 1",
    ],
    ["a lost parcel that stays paid", chargedOnce, { ledger: [...sound.ledger, charge("lost")] }, "lost was charged 2"],
    ["a late parcel without a refund", chargedOnce, { ledger: [charge("late")] }, "late is CANCELLED but paid 500"],
    [
      "a refused upload that was charged",
      chargedOnce,
      { ledger: [charge("up-1")] },
      "up-1 is REJECTED but reached the payment provider",
    ],
    [
      "an order that was refunded more than it paid",
      chargedOnce,
      { ledger: [...sound.ledger, refund("gone")] },
      "gone was refunded 500 cents more than it paid",
    ],
    [
      "a failed order that stays charged, and whose letter does not say so",
      chargedOnce,
      { ledger: [...sound.ledger, charge("bad")] },
      "bad FAILED and paid 500 cents, but no dead letter names",
    ],
    [
      "a failed order whose charge is named in the letter of another order only",
      chargedOnce,
      {
        ledger: [...sound.ledger, charge("bad")],
        deadLetters: [letter("bad"), letter("shut", "work", { amount: 500 })],
      },
      "bad FAILED and paid 500 cents, but no dead letter names",
    ],
    [
      "an upload without a record",
      noneLost,
      { outcomes: [outcome("up-2", 201, { uploadId: "up-2", status: "UPLOADED" })] },
      "the upload up-2 (UPLOADED) has no record",
    ],
    [
      "an order that still waits",
      noneLost,
      { orders: more("wait", "AWAITING_APPROVAL") },
      "wait stays AWAITING_APPROVAL",
    ],
    [
      "an overdue parcel without a dead letter",
      nothingDropped,
      { deadLetters: sound.deadLetters.filter(({ about }) => about !== "parcel") },
      "late is overdue, and no dead letter asks for its parcel",
    ],
    [
      "a letter about the parcel of a completed order",
      nothingDropped,
      { deadLetters: [...sound.deadLetters, letter("done", "parcel")] },
      "q-dlq holds {}",
    ],
    [
      "a token in an answer",
      tokensKept,
      { leakedTokens: ["the answer to GET /orders/1"] },
      "GET /orders/1 contains a task",
    ],
    [
      "a failed order without a dead letter",
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
      "a letter that says a recorded order is unknown",
      nothingDropped,
      { deadLetters: [...sound.deadLetters, letter("done", "message")] },
      "q-dlq holds {}",
    ],
    [
      "a failed order whose only letter says that it is unknown",
      nothingDropped,
      { deadLetters: [letter("bad", "message"), letter("shut")] },
      "bad FAILED, and no dead letter",
    ],
    [
      "a dead letter without an order",
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

it.each([{ outcome: { charge: { chargeId: "ch" } } }, { amount: 500 }])(
  "a failed order may stay charged if its letter says so: %j",
  (body) => {
    const state = { ...sound, ledger: [...sound.ledger, charge("bad")], deadLetters: [letter("bad", "work", body)] };
    expect(chargedOnce.violations(state)).toEqual([]);
  },
);

it.each(["never-recorded", undefined])("a letter may say that a hand-over names no recorded order: %s", (orderId) => {
  const state = { ...sound, deadLetters: [...sound.deadLetters, letter(orderId, "message")] };
  expect(nothingDropped.violations(state)).toEqual([]);
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
