import { isObject, type JsonObject, type JsonValue } from "../../../support/json";
import { StateError } from "../asl/errors";
import type { TaskCaller } from "../asl/run";
import { asText, type Optimized } from "./optimized";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html: a Detail may be an object, Resources
 * gains the ARNs of the execution and its machine, and a refused entry is an error of the task.
 */
export const events: readonly Optimized[] = [
  {
    resourceType: "events",
    resource: "putEvents",
    action: "PutEvents",
    input: (parameters, caller) => ({ ...parameters, Entries: entriesOf(parameters.Entries, caller) }),
    result: (answer) => {
      if (answer.FailedEntryCount !== 0) throw new StateError("EventBridge.FailedEntry", JSON.stringify(answer));
      return answer;
    },
  },
];

function entriesOf(entries: JsonValue | undefined, caller: TaskCaller): JsonValue[] {
  return (Array.isArray(entries) ? entries : []).map((entry) => (isObject(entry) ? complete(entry, caller) : entry));
}

function complete(entry: JsonObject, { executionArn, stateMachineArn }: TaskCaller): JsonObject {
  const named = Array.isArray(entry.Resources) ? entry.Resources : [];
  return { ...entry, Detail: asText(entry.Detail), Resources: [...named, executionArn, stateMachineArn] };
}
