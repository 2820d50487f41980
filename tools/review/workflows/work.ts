import { type AslObject, isObject } from "../../../asl/states";
import { say, type Text } from "../text";
import { shortName } from "./arns";
import type { Site } from "./compare";

/** Verbs of steps that undo or clear up after others. */
const UNDOING =
  /^(refund|releas|cancel|compensat|undo|undone|rollback|roll|revert|restor|revers|void|reimburs|unreserv|unlock|restock|abort|rescind|withdraw|credit)/i;

/** Whether a state undoes what others did, going by its name and by what it calls. */
export function isCompensation({ name, state }: Pick<Site, "name" | "state">): boolean {
  if (!["Task", "Map", "Parallel"].includes(String(state.Type))) return false;
  return wordsOf(`${name} ${targetName(state) ?? ""}`).some((word) => UNDOING.test(word));
}

function wordsOf(name: string): string[] {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").split(/[^a-zA-Z]+/);
}

const PATTERN = /\.(sync(?::2)?|waitForTaskToken)$/;

/** How a Task waits for its answer: `waitForTaskToken`, `sync`, `sync:2`, or undefined for an answer at once. */
export function patternOf(resource: unknown): string | undefined {
  return PATTERN.exec(String(resource))?.[1];
}

/** What a Resource names without how it waits, such as `lambda:invoke`. */
export function integrationOf(resource: unknown): string {
  return shortName(String(resource).replace(PATTERN, "")).replace(/^aws-sdk:/, "");
}

/** Parameters that name what a Task acts on. */
export const TARGETS = [
  "FunctionName",
  "StateMachineArn",
  "TableName",
  "QueueUrl",
  "TopicArn",
  "Bucket",
  "ApiEndpoint",
  "Cluster",
  "JobDefinition",
  "JobName",
  "EventBusName",
  "TaskDefinition",
];

function targetName(state: AslObject): string | undefined {
  for (const given of [state.Parameters, state.Arguments]) {
    if (!isObject(given)) continue;
    for (const name of TARGETS) if (typeof given[name] === "string") return shortName(given[name]);
  }
  return typeof state.Resource === "string" && state.Resource.includes(":function:")
    ? shortName(state.Resource)
    : undefined;
}

/** What a state does, as in "it calls lambda:invoke of charge". */
export function doing({ state }: Pick<Site, "state">): Text {
  switch (state.Type) {
    case "Task": {
      const target = targetName(state);
      const service = integrationOf(state.Resource);
      const call =
        target === undefined || target === service ? say`calls ${service}` : say`calls ${service} of ${target}`;
      return patternOf(state.Resource) === "waitForTaskToken" ? say`${call} and waits for an answer` : call;
    }
    case "Wait":
      return say`waits`;
    case "Choice":
      return say`chooses where to go`;
    case "Map":
      return say`runs its states for each item`;
    case "Parallel":
      return say`runs its branches at once`;
    case "Fail":
      return say`fails with ${(state.Error ?? state.ErrorPath === undefined) ? String(state.Error ?? "no name") : String(state.ErrorPath)}`;
    case "Succeed":
      return say`ends as a success`;
    default:
      return say`prepares data`;
  }
}
