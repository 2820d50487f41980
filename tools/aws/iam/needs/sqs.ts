import type { KeyUseName } from "../key-uses";
import type { Needs } from "./needs";

/** Queue actions that are checked under another name: a batch needs the right for a single message. */
const CHECKED_AS: Readonly<Record<string, string>> = {
  ChangeMessageVisibility: "ChangeMessageVisibility",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
  DeleteMessage: "DeleteMessage",
  DeleteMessageBatch: "DeleteMessage",
  GetQueueAttributes: "GetQueueAttributes",
  GetQueueUrl: "GetQueueUrl",
  ListDeadLetterSourceQueues: "ListDeadLetterSourceQueues",
  ListMessageMoveTasks: "ListMessageMoveTasks",
  PurgeQueue: "PurgeQueue",
  ReceiveMessage: "ReceiveMessage",
  SendMessage: "SendMessage",
  SendMessageBatch: "SendMessage",
  SetQueueAttributes: "SetQueueAttributes",
  StartMessageMoveTask: "StartMessageMoveTask",
};

const USES_KEY: Readonly<Record<string, KeyUseName>> = { SendMessage: "sqs:send", ReceiveMessage: "sqs:receive" };

export const sqsNeeds: Needs = (action, input, { region, accountId, encryption }) => {
  if (action === "ListQueues") return [{ action: "sqs:ListQueues", resource: "*" }];
  const checked = CHECKED_AS[action];
  if (checked === undefined) return undefined;
  const { QueueUrl: url, QueueName: name = String(url).split("/").at(-1) ?? "", SourceArn: source } = input;
  const arn = typeof source === "string" ? source : `arn:aws:sqs:${region}:${accountId}:${name}`;
  const use = USES_KEY[checked];
  return [{ action: `sqs:${checked}`, resource: arn }, ...(use === undefined ? [] : encryption.uses(arn, use))];
};
