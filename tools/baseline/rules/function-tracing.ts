import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const functionTracing: Rule = {
  id: "function-tracing",
  scannerIds: ["CKV_AWS_50", "Serverless-LambdaTracing", "AWS-0066"],
  types: ["aws_lambda_function"],
  reason: "Nobody sees which call of an order was slow or failed",
  fix: 'Set tracing_config.mode to "Active"',
  check: (resource) => expectValue(resource, "tracing_config.mode", "Active"),
};
