import { expectAtLeast } from "../expect";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

/** Judged by what is written: a plan shows the default, -1, as a number. */
export const functionConcurrency: Rule = {
  id: "function-concurrency",
  scannerIds: ["CKV_AWS_115", "NIST.800.53.R5-LambdaConcurrency"],
  types: ["aws_lambda_function"],
  reason: "A flood of calls of one function takes the account's concurrency from all others",
  fix: "Set reserved_concurrent_executions to 1 or more",
  check: (resource) =>
    isSet(resource.written.at("reserved_concurrent_executions"))
      ? expectAtLeast(resource, "reserved_concurrent_executions", 1)
      : ["reserved_concurrent_executions is missing"],
};
