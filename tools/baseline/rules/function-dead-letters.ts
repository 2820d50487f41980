import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const functionDeadLetters: Rule = {
  id: "function-dead-letters",
  scannerIds: ["CKV_AWS_116", "Serverless-LambdaDLQ"],
  types: ["aws_lambda_function"],
  reason: "An asynchronous call that failed is dropped in silence",
  fix: "Set dead_letter_config.target_arn to a queue",
  check: (resource) => expectSet(resource, "dead_letter_config.target_arn"),
};
