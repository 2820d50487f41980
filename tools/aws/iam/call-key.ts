import { isObject, type JsonObject, type JsonValue } from "../../support/json";
import type { AwsCall } from "../aws";

/**
 * A text that calls with the same needs share, so most are decided once. It is undefined if making it would take as
 * long as the decision, or if the needs differ each time (objects, task tokens).
 */
export function callKey({ service, action, input, principal }: AwsCall): string | undefined {
  const subject = SUBJECTS[service]?.(input);
  if (subject === undefined) return undefined;
  const { arn, actor, service: taker } = principal;
  return `${service} ${action} ${subject} ${arn} ${actor} ${taker?.name} ${taker?.sourceArn}`;
}

/** By service: the input fields on which a call's needs depend. */
const SUBJECTS: Readonly<Record<string, (input: JsonObject) => string | undefined>> = {
  dynamodb: ({ TableName, IndexName, TransactItems }) =>
    Array.isArray(TransactItems)
      ? TransactItems.map(partOf).join()
      : typeof TableName === "string"
        ? `${TableName} ${IndexName}`
        : undefined,
  lambda: ({ FunctionName, Qualifier }) => `${FunctionName} ${Qualifier}`,
  sqs: ({ QueueUrl }) => (typeof QueueUrl === "string" ? QueueUrl : undefined),
  sns: ({ TopicArn }) => (typeof TopicArn === "string" ? TopicArn : undefined),
  states: ({ stateMachineArn }) => (typeof stateMachineArn === "string" ? stateMachineArn : undefined),
};

function partOf(item: JsonValue): string {
  if (!isObject(item)) return "";
  let text = "";
  for (const kind in item) {
    const part = item[kind];
    if (isObject(part)) text += `${kind} ${part.TableName} `;
  }
  return text;
}
