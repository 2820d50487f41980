import type { RunningSystem } from "../../local/system";
import type { JsonObject } from "../../support/json";
import type { Stage } from "../stage";
import type { Journey } from "./journey";

/**
 * Runs before every other journey, because the schedule runs during all of them and its rights would count as theirs.
 */
export const scheduleJourney: Journey = {
  name: "the schedule",
  run: async (stage) => {
    const { arn } = machineOf(stage.system);
    const starts = () => stage.system.inside.states.executions().filter(({ start }) => start.machine.arn === arn);
    await stage.quiet();
    const before = starts().length;
    await stage.until(async () =>
      starts()
        .slice(before)
        .some(({ status }) => status === "SUCCEEDED"),
    );
  },
};

function machineOf({ inside: { deployment } }: RunningSystem): JsonObject {
  return deployment.one("aws_sfn_state_machine", "-reconcile-orders").attributes;
}

/** Journeys that end in the reconciler. */
export const reconcilerJourneys: readonly Journey[] = [
  { name: "a hand-over that is lost once", run: (stage) => losing(stage, 1) },
  { name: "a hand-over that is always lost", run: (stage) => losing(stage, Number.POSITIVE_INFINITY) },
  { name: "more pages than one execution reads", run: continuesAnew },
];

/** Loses the order's first `times` hand-overs, as if SQS had accepted them. */
async function losing(stage: Stage, times: number): Promise<void> {
  await stage.quiet();
  const order = stage.order();
  let left = times;
  await stage.through(
    async (call, pass) => {
      const { QueueUrl, MessageBody } = call.input;
      const isOurs = String(QueueUrl).endsWith("-fulfilment-orders") && String(MessageBody).includes(order.orderId);
      if (call.action !== "SendMessage" || !isOurs || left === 0) return pass(call);
      left -= 1;
      stage.system.inside.aws.authorize(call);
      return { MessageId: "lost", MD5OfMessageBody: "" };
    },
    async () => {
      const ended = stage.ends(order);
      if (times === Number.POSITIVE_INFINITY) await age(stage, order.orderId);
      await ended;
      await stage.quiet();
    },
  );
}

/** Once the order is recorded, makes it so old that no hand-over of it can arrive any more. */
async function age(stage: Stage, orderId: string): Promise<void> {
  const { deployment } = stage.system.inside;
  const update = {
    TableName: String(deployment.one("aws_dynamodb_table", "-orders").attributes.name),
    Key: { pk: { S: `ORDER#${orderId}` }, sk: { S: "ORDER" } },
    UpdateExpression: "SET handOverUntil = :past, lostAfter = :past",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: { ":past": { S: "2000-01-01T00:00:00.000Z" } },
  };
  await stage.until(() =>
    stage.call("dynamodb", "UpdateItem", update).then(
      () => true,
      () => false,
    ),
  );
}

/** Starts an execution that has already read 999 pages and whose next page is not the last one. */
async function continuesAnew(stage: Stage): Promise<void> {
  const { states } = stage.system.inside;
  const { arn = "" } = machineOf(stage.system);
  const from = {
    pk: { S: "ORDER#none" },
    sk: { S: "ORDER" },
    pendingHandOver: { S: "RECEIVED" },
    receivedAt: { S: "2000-01-01T00:00:00Z" },
  };
  const partition = { key: "RECEIVED", isDone: false, hasFailed: false, failure: "none", from };
  const before = new Date().toISOString();
  const input = JSON.stringify({ before, pages: 999, partitions: [partition] });
  await stage.through(
    async (call, pass) => (call.action === "Query" ? { ...(await pass(call)), LastEvaluatedKey: from } : pass(call)),
    async () => {
      await stage.call("states", "StartExecution", { stateMachineArn: arn, input });
      await stage.until(async () => states.executions().some(({ start }) => isSuccessor(start.input, before)));
    },
  );
}

function isSuccessor(input: unknown, before: string): boolean {
  return typeof input === "object" && input !== null && "pages" in input && "before" in input
    ? input.pages === 0 && input.before === before
    : false;
}
