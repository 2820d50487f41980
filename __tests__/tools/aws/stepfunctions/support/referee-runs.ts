import type { JsonValue } from "../../../../../tools/support/json";

export const TIME = "2024-01-01T00:00:00.000Z";

/** What a task answers: its raw result, or the name of its error. */
export type Answers = Readonly<Record<string, JsonValue | Error>>;

function failure(name: string, cause = "told by the test"): Error {
  return Object.assign(new Error(cause), { name });
}

const order = {
  orderId: "order-1",
  customerId: "c",
  currency: "EUR",
  totalAmount: 5_000_000_000,
  lineCount: 1,
  fingerprint: "f1",
  paymentToken: "t",
  shipTo: "{}",
  contact: "{}",
  lines: "[]",
  linesAt: '{"in":"TABLE"}',
  expiresAt: 1_900_000_000,
  pendingHandOver: "RECEIVED-7",
  handOverAt: [{ S: "2026-01-31T12:00:00.000Z" }],
  handOverUntil: "2026-02-02T12:00:00.000Z",
  lostAfter: "2026-02-17T12:00:00.000Z",
};
const valid = { Payload: { valid: true, order } };
const taken = failure("DynamoDb.TransactionCanceledException", "specific reasons [ConditionalCheckFailed, None]");
const found = (status: string, fingerprint: string) => ({
  Item: { status: { S: status }, fingerprint: { S: fingerprint } },
});
const reservation = (state: string) => ({ Item: { state: { S: state } } });
const request = { bytes: 10, body: "text" };
const lines = {
  Item: {
    lines: {
      S: JSON.stringify([
        { sku: "a", quantity: 1 },
        { sku: "b", quantity: 2 },
      ]),
    },
  },
};
const child = { orderId: "order-1", customerId: "c", expiresAt: "1900000000" };
const claimed = {
  Attributes: {
    orderId: { S: "order-1" },
    customerId: { S: "c" },
    expiresAt: { N: "1900000000" },
    totalAmount: { N: "5000000000" },
    currency: { S: "EUR" },
    paymentToken: { S: "t" },
    shipTo: { S: '{"name":"n"}' },
    linesAt: { S: '{"in":"TABLE"}' },
    outcome: { S: '{"status":"COMPLETED"}' },
  },
};
const fulfilled: Answers = {
  ClaimOrder: claimed,
  ReserveInventory: { Status: "SUCCEEDED", Output: '{"outcome":"RESERVED"}' },
  ProcessPayment: { Payload: { chargeId: "1" } },
  ShipOrder: { Payload: { shipmentId: "2" } },
  SettleOrder: { Status: "SUCCEEDED" },
  AwaitApproval: { reviewer: "r" },
  ReleaseInventory: { Status: "SUCCEEDED", Output: '{"outcome":"RELEASED"}' },
};

const expensive = { Attributes: { ...claimed.Attributes, totalAmount: { N: "6000000000" } } };
const timeout = failure("States.Timeout");
const rejected = {
  Payload: {
    valid: false,
    rejection: { uploadId: "u", orderId: "order-1", reason: "r", currency: "EUR", expiresAt: 1_900_000_000 },
  },
};
const batch = {
  BatchInput: { orderId: "order-1", expiresAt: "1", source: { bucket: "b", key: "k", bytes: 5, sha256: "c" } },
  Items: [{ sku: "a", quantity: 1 }],
};
const awaiting = (status: string) => ({
  Item: { status: { S: status }, approvalToken: { S: "t" }, deliveryToken: { S: "t" } },
});
const approval = (approved: boolean) => ({ orderId: "order-1", body: { approved, reviewer: "r", comment: "c" } });
const key = { pk: { S: "ORDER#order-1" }, sk: { S: "ORDER" } };
const waiting = (handOverUntil: string, lostAfter: string) => ({
  Item: {
    orderId: { S: "order-1" },
    status: { S: "RECEIVED" },
    handOverAt: { L: [{ S: "2000-01-01T00:00:00.000Z" }] },
    handOverUntil: { S: handOverUntil },
    lostAfter: { S: lostAfter },
  },
});
const PAST = "2000-01-02T00:00:00.000Z";
const FUTURE = "9999-01-01T00:00:00.000Z";
const partitions = [{ key: "RECEIVED", isDone: false, hasFailed: false, failure: "none", from: key }];
const found1 = { Items: [key], LastEvaluatedKey: key };
const left = (isAnyLeft: boolean) => JSON.stringify({ partitions, isAnyLeft, hasFailed: false });
const pages = { before: TIME, pages: 999, partitions };

/** Workflow, what happens, its input, and what its tasks answer. */
export const REFEREED_RUNS: readonly [string, string, JsonValue, Answers][] = [
  ["order-intake", "accepted", request, { ValidateOrder: valid }],
  ["order-intake", "too large", { bytes: 40_000 }, {}],
  [
    "order-intake",
    "invalid",
    request,
    { ValidateOrder: { Payload: { valid: false, statusCode: 422, answer: { error: "INVALID_ORDER" } } } },
  ],
  [
    "order-intake",
    "a duplicate",
    request,
    { ValidateOrder: valid, RecordOrder: taken, FindRecordedOrder: found("SHIPPED", "f1") },
  ],
  [
    "order-intake",
    "handed over again",
    request,
    { ValidateOrder: valid, RecordOrder: taken, FindRecordedOrder: found("RECEIVED", "f1") },
  ],
  [
    "order-intake",
    "a conflict",
    request,
    { ValidateOrder: valid, RecordOrder: taken, FindRecordedOrder: found("RECEIVED", "f2") },
  ],
  ["reserve-inventory", "reserved", child, { LoadLines: lines }],
  [
    "reserve-inventory",
    "reserved before",
    child,
    { LoadLines: lines, ReserveLine: taken, FindReservation: reservation("RESERVED") },
  ],
  [
    "reserve-inventory",
    "given back before",
    child,
    { LoadLines: lines, ReserveLine: taken, FindReservation: reservation("RELEASED") },
  ],
  [
    "reserve-inventory",
    "short",
    child,
    { LoadLines: lines, ReserveLine: failure(taken.name, "[None, ConditionalCheckFailed]") },
  ],
  ["release-inventory", "released", child, { LoadLines: lines }],
  ["release-inventory", "barred", child, { LoadLines: lines, ReleaseLine: taken }],
  ["settle-order", "completed", { ...child, status: "COMPLETED" }, {}],
  ["settle-order", "cancelled", { ...child, status: "CANCELLED", reason: "OUT_OF_STOCK" }, {}],
  ["order-fulfilment", "completed", [{ orderId: "order-1" }], fulfilled],
  [
    "order-fulfilment",
    "claimed before",
    [{ orderId: "order-1" }],
    { ClaimOrder: failure("DynamoDB.ConditionalCheckFailedException"), FindUnclaimed: found("SHIPPED", "f1") },
  ],
  [
    "order-fulfilment",
    "out of stock",
    [{ orderId: "order-1" }],
    { ...fulfilled, ReserveInventory: { Status: "SUCCEEDED", Output: '{"outcome":"OUT_OF_STOCK"}' } },
  ],
  [
    "order-fulfilment",
    "declined",
    [{ orderId: "order-1" }],
    { ...fulfilled, ProcessPayment: failure("PaymentDeclined") },
  ],
  [
    "order-fulfilment",
    "address refused",
    [{ orderId: "order-1" }],
    { ...fulfilled, ShipOrder: failure("AddressRefused") },
  ],
  ["order-fulfilment", "approved", [{ orderId: "order-1" }], { ...fulfilled, ClaimOrder: expensive }],
  [
    "order-fulfilment",
    "refused",
    [{ orderId: "order-1" }],
    { ...fulfilled, ClaimOrder: expensive, AwaitApproval: failure("ApprovalRefused") },
  ],
  [
    "order-fulfilment",
    "approval timed out",
    [{ orderId: "order-1" }],
    { ...fulfilled, ClaimOrder: expensive, AwaitApproval: timeout, AwaitReminded: timeout },
  ],
  ["order-fulfilment", "lost", [{ orderId: "order-1" }], { ...fulfilled, AwaitDelivery: failure("ParcelLost") }],
  [
    "order-fulfilment",
    "silent, then delivered",
    [{ orderId: "order-1" }],
    { ...fulfilled, AwaitDelivery: timeout, TrackShipment: { Payload: { state: "DELIVERED" } } },
  ],
  [
    "order-fulfilment",
    "overdue",
    [{ orderId: "order-1" }],
    { ...fulfilled, AwaitDelivery: timeout, TrackShipment: { Payload: { state: "IN_TRANSIT" } } },
  ],
  ["order-intake", "uploaded", { upload: { key: "k" } }, { ValidateUpload: valid }],
  ["order-intake", "rejected", { upload: { key: "k" } }, { ValidateUpload: rejected }],
  [
    "order-intake",
    "rejected under its own id",
    { upload: { key: "k" } },
    { ValidateUpload: rejected, RecordRejection: failure("DynamoDB.ConditionalCheckFailedException") },
  ],
  ["reserve-inventory", "a batch", batch, { VerifyLines: { ContentLength: 5, ChecksumSHA256: "c" } }],
  ["release-inventory", "a batch", batch, { VerifyLines: { ContentLength: 5, ChecksumSHA256: "c" } }],
  ["resolve-approval", "approved", approval(true), { FindToken: awaiting("AWAITING_APPROVAL") }],
  ["resolve-approval", "refused", approval(false), { FindToken: awaiting("AWAITING_APPROVAL") }],
  ["resolve-approval", "not awaited", approval(true), { FindToken: awaiting("COMPLETED") }],
  [
    "resolve-approval",
    "too late",
    approval(true),
    { FindToken: awaiting("AWAITING_APPROVAL"), Approve: failure("Sfn.TaskTimedOutException") },
  ],
  ["resolve-approval", "invalid", { orderId: "order-1", body: { approved: 1 } }, {}],
  ...["IN_TRANSIT", "DELIVERED", "LOST", "EATEN"].map((event): [string, string, JsonValue, Answers] => [
    "carrier-event",
    event,
    { orderId: "order-1", body: { event, at: TIME } },
    { FindToken: awaiting("SHIPPED") },
  ]),
  ["hand-over-orders", "handed over", pages, { FindNextPage: found1, FindOrder: waiting(FUTURE, FUTURE) }],
  ["hand-over-orders", "given up", pages, { FindNextPage: found1, FindOrder: waiting(PAST, PAST) }],
  ["hand-over-orders", "left waiting", pages, { FindNextPage: found1, FindOrder: waiting(PAST, FUTURE) }],
  ["hand-over-orders", "nothing waits", pages, { FindNextPage: { Items: [] } }],
  ["reconcile-orders", "all read", pages, { HandOverPages: { Status: "SUCCEEDED", Output: left(false) } }],
  ["reconcile-orders", "continued anew", pages, { HandOverPages: { Status: "SUCCEEDED", Output: left(true) } }],
];
