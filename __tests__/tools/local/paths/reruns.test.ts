import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { AwsError } from "../../../../tools/local/aws";
import { order, START_TIMEOUT_MS, shipTo, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 60_000;
const TABLE = "orders-dev-data-orders";

/** What docs/runbook.md tells to do, by the SDK. */
describe("an order whose execution was cut off", () => {
  let platform: TestPlatform;
  let dynamoDb: DynamoDBClient;
  let stepFunctions: SFNClient;
  /** Orders of which nothing can be told when they are closed. */
  const unsettled = new Set<string>();

  beforeAll(async () => {
    platform = await startTestPlatform();
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
        throw new AwsError("AccessDeniedException", "told by the test");
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
    "while it waited for approval goes on once it is opened again",
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
      const sent = order({ shipTo: shipTo("99999") });
      await platform.post("/orders", sent);
      await platform.becomes(sent.orderId, "SHIPPED");
      const execution = executionOf(sent.orderId);
      await stepFunctions.send(new StopExecutionCommand({ executionArn: execution }));
      await reopen(sent.orderId, execution);
      await platform.becomes(sent.orderId, "SHIPPED");
      const delivered = { event: "DELIVERED", at: "2026-01-31T12:00:00Z" };
      expect(await platform.post(`/orders/${sent.orderId}/carrier-events`, delivered)).toMatchObject({ status: 200 });
      await platform.becomes(sent.orderId, "COMPLETED");
      const { ledger, shipments } = await platform.system.readState();
      expect(ledger.filter(({ orderId }) => orderId === sent.orderId)).toHaveLength(1);
      expect(shipments.filter(({ orderId }) => orderId === sent.orderId)).toHaveLength(1);
    },
    WAIT_MS,
  );

  it(
    "is not opened again once it is closed",
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

  it(
    "while it was settled is closed by settling it again",
    async () => {
      const sent = order();
      unsettled.add(sent.orderId);
      await platform.post("/orders", sent);
      expect(await platform.becomes(sent.orderId, "FAILED")).toMatchObject({ reason: "SETTLEMENT_FAILED" });
      unsettled.delete(sent.orderId);
      await dynamoDb.send(
        new UpdateItemCommand({
          TableName: TABLE,
          Key: key(sent.orderId),
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
      await stepFunctions.send(
        new StartExecutionCommand({
          stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:orders-dev-fulfilment-settle-order",
          input: JSON.stringify({ orderId: sent.orderId, customerId: "C-1", expiresAt: "0", status: "COMPLETED" }),
        }),
      );
      expect(await platform.becomes(sent.orderId, "COMPLETED")).not.toHaveProperty("reason");
    },
    WAIT_MS,
  );

  it(
    "leaves stock, money and parcels as if nothing had happened",
    async () => {
      // The letter of the order that could not be settled is dealt with, but still there.
      const broken = await platform.brokenPromises();
      expect(broken.filter((line) => line.startsWith("  BROKEN"))).toEqual([expect.stringContaining("dead-letter")]);
    },
    WAIT_MS,
  );
});
