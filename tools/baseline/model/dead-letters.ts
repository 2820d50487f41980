import type { Resource } from "./resource";
import type { Stack } from "./stack";

/** The attributes in which resources name their dead-letter queue. */
const DEAD_LETTER_PATHS: Readonly<Record<string, string>> = {
  aws_sqs_queue: "redrive_policy",
  aws_lambda_function: "dead_letter_config.target_arn",
  aws_cloudwatch_event_target: "dead_letter_config.arn",
  aws_cloudwatch_event_bus: "dead_letter_config.arn",
  aws_scheduler_schedule: "target.dead_letter_config.arn",
  aws_sns_topic_subscription: "redrive_policy",
};

/** Whether a queue is the dead-letter queue of another resource of the stack. */
export function isDeadLetterQueue(queue: Resource, stack: Stack): boolean {
  return stack.resources.some((resource) => {
    const path = DEAD_LETTER_PATHS[resource.type];
    return path !== undefined && resource.references(path).includes(queue.address);
  });
}
