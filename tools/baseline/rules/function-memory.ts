import { isSet } from "../model/values";
import type { Rule } from "../rule";

/** Judged by what is written: a provider fills in the default. */
export const functionMemory: Rule = {
  id: "function-memory",
  scannerIds: ["Serverless-LambdaDefaultMemorySize"],
  types: ["aws_lambda_function"],
  reason: "The default of 128 MB is the least there is, and processor time comes with memory",
  fix: "Set memory_size to what was measured",
  check: ({ written }) => (isSet(written.at("memory_size")) ? [] : ["memory_size is missing"]),
};
