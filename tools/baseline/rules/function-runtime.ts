import { expectValue } from "../expect";
import type { Rule } from "../rule";

/** Of the only family used here: `nodejs22.x` until 30 April 2027, `nodejs24.x` until 30 April 2028. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const SUPPORTED = ["nodejs22.x", "nodejs24.x"];

/** A runtime that is not on the list is found: that AWS supports it is to be looked up and written down here. */
export const functionRuntime: Rule = {
  id: "function-runtime",
  scannerIds: ["CKV_AWS_363"],
  types: ["aws_lambda_function"],
  reason: "A runtime without support gets no security updates, and one day no updates of the function either",
  fix: "Set runtime to one that AWS supports",
  check: (resource) => (resource.at("package_type") === "Image" ? [] : expectValue(resource, "runtime", ...SUPPORTED)),
};
