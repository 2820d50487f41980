import { setTimeout as delay } from "node:timers/promises";
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { RedriveExecutionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { AwsError } from "../../../../tools/aws/aws";
import { order, START_TIMEOUT_MS, shipTo, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;
/** Settling is tried for days, half a minute with --fast. */
const PATIENCE_MS = 150_000;
const TABLE = "orders-dev-data-orders";

/** The steps of docs/runbook.md, with the SDK. */
describe("an order whose execution was cut off", () => {
  let platform: TestPlatform;
  let dynamoDb: DynamoDBClient;
  let stepFunctions: SFNClient;
  /** Orders whose records cannot be closed by a child. */
  const unsettled = new Set<string>();
  /** Orders whose records cannot be marked FAILED either. */
  const unmarked = new Set<string>();

  beforeAll(async () => {
    platform = await startTestPlatform({ RARE: 1 });
    const options = {
      endpoint: platform.system.awsUrl,
      region: "eu-west-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    };
    dynamoDb = new DynamoDBClient(options);
    stepFunctions = new SFNClient({ ...options, disableHostPrefix: true });
    platform.intercept(async (call, pass) => {
      const { stateMachineArn, input } = call.input;
      const isSettling = call.action === "StartSyncExecution" && /-settle-order(:\d+)?$/.test(String(stateMachineArn));
      if (isSettling && unsettled.has(JSON.parse(String(input)).orderId)) {
        throw new AwsError("AccessDeniedException", "refused by the test");
      }
      const text = JSON.stringify(call.input);
      const isMarking = call.action === "UpdateItem" && text.includes('"SETTLEMENT_FAILED"');
      if (isMarking && [...unmarked].some((orderId) => text.includes(`"ORDER#${orderId}"`))) {
        throw new AwsError("AccessDeniedException", "refused by the test");
      }
      return pass(call);
    });
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    dynamoDb.destroy();
    stepFunctions.destroy();
    await platform.stop();
  });

  const key = (orderId: string) => ({ pk: { S: `ORDER#${orderId}` }, sk: { S: "ORDER" } });
  const executionOf = (orderId: string) => {
    const found = platform.system.inside.states
      .executions()
      .find(({ start, status }) => status === "RUNNING" && start.inputText.includes(`"${orderId}"`));
    if (!found) throw new Error(`No execution of ${orderId} is running.`);
    return found.start.arn;
  };
  const reopen = (orderId: string, execution: string) =>
    dynamoDb.send(
      new UpdateItemCommand({
        TableName: TABLE,
        Key: key(orderId),
        UpdateExpression: "SET #s = :received, pendingHandOver = :received REMOVE handOverTries",
        ConditionExpression: "claimedBy = :execution AND #s IN (:fulfilling, :awaiting, :shipped)",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: {
          ":received": { S: "RECEIVED" },
          ":fulfilling": { S: "FULFILLING" },
          ":awaiting": { S: "AWAITING_APPROVAL" },
          ":shipped": { S: "SHIPPED" },
          ":execution": { S: execution },
        },
      }),
    );

  it(
    "while it waited for approval goes on once it is reopened",
    async () => {
      const sent = order({ items: [{ sku: "OVEN", quantity: 2, unitPrice: 3_000_000 }] });
      await platform.post("/orders", sent);
      await platform.becomes(sent.orderId, "AWAITING_APPROVAL");
      const execution = executionOf(sent.orderId);
      await stepFunctions.send(new StopExecutionCommand({ executionArn: execution }));
      const approval = { approved: true, reviewer: "R" };
      expect(await platform.post(`/orders/${sent.orderId}/approval`, approval)).toMatchObject({ status: 409 });
      await reopen(sent.orderId, execution);
      await platform.becomes(sent.orderId, "AWAITING_APPROVAL");
      expect(await platform.post(`/orders/${sent.orderId}/approval`, approval)).toMatchObject({ status: 200 });
      await platform.becomes(sent.orderId, "COMPLETED");
    },
    WAIT_MS,
  );

  it(
    "while it waited for delivery is neither charged nor shipped a second time",
    async () => {
      const { orderId, execution, deliver } = await stoppedInDelivery();
      await reopen(orderId, execution);
      await platform.becomes(orderId, "SHIPPED");
      expect(await deliver()).toMatchObject({ status: 200 });
      await platform.becomes(orderId, "COMPLETED");
      const { ledger, shipments } = await platform.system.readState();
      expect(ledger.filter((movement) => movement.orderId === orderId)).toHaveLength(1);
      expect(shipments.filter((shipment) => shipment.orderId === orderId)).toHaveLength(1);
    },
    WAIT_MS,
  );

  it(
    "is neither charged nor shipped a second time by a redrive of its execution",
    async () => {
      const { orderId, execution, deliver } = await stoppedInDelivery();
      expect(await deliver()).toMatchObject({ status: 409 });
      await stepFunctions.send(new RedriveExecutionCommand({ executionArn: execution }));
      while ((await deliver()).status === 409) await delay(20);
      await platform.becomes(orderId, "COMPLETED");
      expect(await bookedFor(orderId)).toMatchObject({ charged: 1, shipped: 1 });
    },
    WAIT_MS,
  );

  it(
    "cannot be reopened once it is closed",
    async () => {
      const sent = order();
      await platform.post("/orders", sent);
      await platform.becomes(sent.orderId, "COMPLETED");
      const [execution] = platform.system.inside.states
        .executions()
        .filter(({ start }) => start.machine.type === "STANDARD" && start.inputText.includes(`"${sent.orderId}"`));
      const again = reopen(sent.orderId, execution?.start.arn ?? "");
      await expect(again).rejects.toBeInstanceOf(ConditionalCheckFailedException);
      expect((await platform.get(sent.orderId)).body.status).toBe("COMPLETED");
    },
    WAIT_MS,
  );

  /** An order whose execution was stopped while it waited for the delivery of a parcel, whose carrier sends no event. */
  const stoppedInDelivery = async () => {
    const sent = order({ shipTo: shipTo("99999") });
    const { orderId } = sent;
    await platform.post("/orders", sent);
    await platform.becomes(orderId, "SHIPPED");
    const execution = executionOf(orderId);
    await stepFunctions.send(new StopExecutionCommand({ executionArn: execution }));
    const delivered = { event: "DELIVERED", at: "2026-01-31T12:00:00Z" };
    return { orderId, execution, deliver: () => platform.post(`/orders/${orderId}/carrier-events`, delivered) };
  };
  const bookedFor = async (orderId: string) => {
    const { ledger, shipments } = await platform.system.readState();
    const movements = ledger.filter((movement) => movement.orderId === orderId);
    return {
      charged: movements.filter(({ kind }) => kind === "charge").length,
      net: movements.reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0),
      shipped: shipments.filter((shipment) => shipment.orderId === orderId).length,
    };
  };
  /** Stops the order's execution between its last compensation and its settlement, and reopens the order. */
  const cutOffAtTheEnd = async (orderId: string) => {
    while (!isClosing(orderId)) await delay(20);
    const execution = executionOf(orderId);
    await stepFunctions.send(new StopExecutionCommand({ executionArn: execution }));
    unsettled.delete(orderId);
    await reopen(orderId, execution);
  };
  const isClosing = (orderId: string) =>
    platform.system.inside.states
      .executions()
      .some(
        ({ start, run }) =>
          start.inputText.includes(`"${orderId}"`) &&
          run.history.events.some(({ details }) => details?.fields?.name === "SettleOrder"),
      );

  it(
    "after its stock was returned ends as decided, neither charged nor shipped",
    async () => {
      const items = [
        { sku: "LAMP", quantity: 2, unitPrice: 1_500 },
        { sku: "RARE", quantity: 2, unitPrice: 1_500 },
      ];
      const sent = order({ items });
      unsettled.add(sent.orderId);
      await platform.post("/orders", sent);
      await cutOffAtTheEnd(sent.orderId);
      expect(await platform.becomes(sent.orderId, "CANCELLED")).toMatchObject({ reason: "OUT_OF_STOCK" });
      expect(await bookedFor(sent.orderId)).toEqual({ charged: 0, net: 0, shipped: 0 });
    },
    WAIT_MS,
  );

  it(
    "after its parcel was lost keeps its stock, and is neither charged nor shipped again",
    async () => {
      const sent = order({ shipTo: shipTo("99999") });
      await platform.post("/orders", sent);
      await platform.becomes(sent.orderId, "SHIPPED");
      unsettled.add(sent.orderId);
      const lost = { event: "LOST", at: "2026-01-31T12:00:00Z" };
      expect(await platform.post(`/orders/${sent.orderId}/carrier-events`, lost)).toMatchObject({ status: 200 });
      await cutOffAtTheEnd(sent.orderId);
      expect(await platform.becomes(sent.orderId, "CANCELLED")).toMatchObject({ reason: "PARCEL_LOST" });
      expect(await bookedFor(sent.orderId)).toEqual({ charged: 1, net: 0, shipped: 1 });
    },
    WAIT_MS,
  );

  it(
    "after its stock was returned, by a version that recorded no decision, fails and is compensated",
    async () => {
      const sent = order({ payment: { token: "tok_declined" } });
      unsettled.add(sent.orderId);
      await platform.post("/orders", sent);
      while (!isClosing(sent.orderId)) await delay(20);
      await dynamoDb.send(
        new UpdateItemCommand({ TableName: TABLE, Key: key(sent.orderId), UpdateExpression: "REMOVE outcome" }),
      );
      await cutOffAtTheEnd(sent.orderId);
      expect(await platform.becomes(sent.orderId, "FAILED")).toMatchObject({ reason: "RESERVATION_FAILED" });
      expect(await bookedFor(sent.orderId)).toEqual({ charged: 0, net: 0, shipped: 0 });
    },
    WAIT_MS,
  );

  it(
    "or that could not be settled for days is closed by settling it again, marked FAILED or not",
    async () => {
      const [marked, left] = [order(), order()];
      for (const { orderId } of [marked, left]) unsettled.add(orderId);
      unmarked.add(left.orderId);
      await Promise.all([marked, left].map((sent) => platform.post("/orders", sent)));
      expect(await platform.becomes(marked.orderId, "FAILED")).toMatchObject({ reason: "SETTLEMENT_FAILED" });
      const letterOf = async (orderId: string) => {
        const { deadLetters } = await platform.system.readState();
        return deadLetters.find((letter) => letter.orderId === orderId)?.body;
      };
      while ((await letterOf(left.orderId)) === undefined) await delay(100);
      expect((await platform.get(left.orderId)).body.status).toBe("SHIPPED");
      for (const { orderId } of [marked, left]) {
        const { outcome, mark, charge } = JSON.parse(String(await letterOf(orderId)));
        expect(mark).toMatchObject({ marked: orderId === marked.orderId });
        expect(outcome).toMatchObject({ reason: "SETTLEMENT_FAILED", after: { status: "COMPLETED" } });
        expect(charge).toMatchObject({ amount: 3_000, currency: "EUR", refunded: false });
        unsettled.delete(orderId);
        unmarked.delete(orderId);
        const again = dynamoDb.send(
          new UpdateItemCommand({
            TableName: TABLE,
            Key: key(orderId),
            UpdateExpression: "SET #s = :shipped REMOVE reason",
            ConditionExpression: "#s = :failed AND reason = :reason",
            ExpressionAttributeNames: { "#s": "status" },
            ExpressionAttributeValues: {
              ":shipped": { S: "SHIPPED" },
              ":failed": { S: "FAILED" },
              ":reason": { S: "SETTLEMENT_FAILED" },
            },
          }),
        );
        if (mark.marked) await again;
        else await expect(again).rejects.toBeInstanceOf(ConditionalCheckFailedException);
        await stepFunctions.send(
          new StartExecutionCommand({
            stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:orders-dev-fulfilment-settle-order",
            input: JSON.stringify({ orderId, customerId: "C-1", ...outcome.after }),
          }),
        );
        expect(await platform.becomes(orderId, "COMPLETED")).not.toHaveProperty("reason");
      }
    },
    PATIENCE_MS,
  );

  it(
    "leaves stock, money and parcels as if nothing had happened",
    async () => {
      // The letters of the orders that could not be settled are handled, but still on the queue.
      const broken = await platform.brokenPromises();
      expect(broken.filter((line) => line.startsWith("  BROKEN"))).toEqual([expect.stringContaining("dead-letter")]);
    },
    WAIT_MS,
  );
});
