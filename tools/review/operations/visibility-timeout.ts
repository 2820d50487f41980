import type { ResourceChange } from "../../terraform/plan";
import type { PlanObject } from "../../terraform/plan-value";
import { textAt } from "../attributes/judge-changes";
import type { Finding } from "../finding";
import type { Examine } from "../review";
import { say } from "../text";

/** What SQS and Lambda take where nothing is set. Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html, https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_TIMEOUT_SECONDS = 3;

/**
 * Finds functions that may run longer than the messages they read stay hidden: SQS then gives the message to a second
 * invocation while the first still runs. Says it of what a plan changes, not of what was so before.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const examineVisibilityTimeout: Examine = ({ plans }) =>
  plans.flatMap(({ name: plan, changes }) => {
    const byName = namesOf(changes);
    return changes.flatMap((mapping) => {
      if (mapping.type !== "aws_lambda_event_source_mapping") return [];
      const queue = byName.get(`aws_sqs_queue ${textAt(mapping.after, "event_source_arn")}`);
      const lambda = byName.get(`aws_lambda_function ${nameOfFunction(textAt(mapping.after, "function_name"))}`);
      return queue === undefined || lambda === undefined ? [] : findingOf(plan, queue, lambda);
    });
  });

function findingOf(plan: string, queue: ResourceChange, lambda: ResourceChange): Finding[] {
  const [was, is] = [isTooShort(queue.before, lambda.before), isTooShort(queue.after, lambda.after)];
  if (was || !is) return [];
  const { address, after } = queue;
  return [
    {
      level: "attention",
      rule: "visibility-below-timeout",
      section: "operations",
      plan,
      address,
      text: say`${address}: visibility_timeout_seconds is ${visibilityOf(after)} seconds, less than the timeout of ${lambda.address}, ${timeoutOf(lambda.after)} seconds: a message is received a second time while the function still handles it`,
    },
  ];
}

function isTooShort(queue: PlanObject | undefined, lambda: PlanObject | undefined): boolean {
  return queue !== undefined && lambda !== undefined && visibilityOf(queue) < timeoutOf(lambda);
}

function visibilityOf(queue: PlanObject | undefined): number {
  return numberAt(queue, "visibility_timeout_seconds", DEFAULT_VISIBILITY_SECONDS);
}

function timeoutOf(lambda: PlanObject | undefined): number {
  return numberAt(lambda, "timeout", DEFAULT_TIMEOUT_SECONDS);
}

function numberAt(object: PlanObject | undefined, name: string, absent: number): number {
  const value = object?.[name];
  return typeof value === "number" ? value : absent;
}

/** Queues by ARN and functions by name, as event source mappings refer to them. */
function namesOf(changes: readonly ResourceChange[]): ReadonlyMap<string, ResourceChange> {
  return new Map(
    changes.flatMap((change) => {
      const name = textAt(change.after, "function_name") ?? textAt(change.after, "arn") ?? textAt(change.before, "arn");
      return name === undefined ? [] : [[`${change.type} ${name}`, change] as const];
    }),
  );
}

/** The name in a function's ARN, or the name itself. */
function nameOfFunction(given: string | undefined): string | undefined {
  return given?.replace(/^arn:[^:]*:lambda:[^:]*:[^:]*:function:/, "").split(":")[0];
}
