import { isSet } from "../model/values";
import type { Rule } from "../rule";

/** Judged by what is written: a provider fills in the default. */
export const functionTimeout: Rule = {
  id: "function-timeout",
  scannerIds: ["Serverless-LambdaDefaultTimeout"],
  types: ["aws_lambda_function"],
  reason: "Three seconds end a call that a partner would have answered",
  fix: "Set timeout to less than that of the state that calls the function",
  check: ({ written }) => (isSet(written.at("timeout")) ? [] : ["timeout is missing"]),
};
