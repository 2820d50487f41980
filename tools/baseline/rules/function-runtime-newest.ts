import { expectValue } from "../expect";
import type { Rule } from "../rule";

/** The newest that Lambda has of the only family used here. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const NEWEST = "nodejs24.x";

export const functionRuntimeNewest: Rule = {
  id: "function-runtime-newest",
  scannerIds: ["AwsSolutions-L1"],
  types: ["aws_lambda_function"],
  reason: "An older runtime loses its support sooner",
  fix: `Set runtime to "${NEWEST}"`,
  check: (resource) => expectValue(resource, "runtime", NEWEST),
};
