import type { Rule } from "../rule";

/** How many times the function's timeout a message stays hidden. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const FACTOR = 6;

/** Where Terraform does not say otherwise, a message is hidden for 30 s, and a function ends after 3 s. */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;

export const queueVisibility: Rule = {
  id: "queue-visibility",
  scannerIds: ["LambdaEventSourceSQSVisibilityTimeout"],
  types: ["aws_sqs_queue"],
  reason: "A message comes again while the function still works on it",
  fix: `Set visibility_timeout_seconds to ${FACTOR} times the function's timeout`,
  check(queue, stack) {
    const hidden = Number(queue.at("visibility_timeout_seconds") ?? DEFAULT_VISIBILITY);
    const readers = stack
      .partsOf(queue, "aws_lambda_event_source_mapping", "event_source_arn", "arn")
      .flatMap((mapping) => mapping.references("function_name"));
    return stack
      .ofType("aws_lambda_function")
      .filter(({ address }) => readers.includes(address))
      .map((reader) => FACTOR * Number(reader.at("timeout") ?? DEFAULT_TIMEOUT))
      .filter((least) => !(hidden >= least))
      .map((least) => `visibility_timeout_seconds is ${hidden}, expected ${least} or more`);
  },
};
