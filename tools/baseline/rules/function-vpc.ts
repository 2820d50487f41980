import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const functionVpc: Rule = {
  id: "function-vpc",
  scannerIds: ["CKV_AWS_117", "NIST.800.53.R5-LambdaInsideVPC"],
  types: ["aws_lambda_function"],
  reason: "Code that an attacker runs in the function reaches any host on the internet",
  fix: "Set vpc_config, or waive it for a function that must reach the internet and nothing in a VPC",
  check: (resource) => [
    ...expectSet(resource, "vpc_config.subnet_ids"),
    ...expectSet(resource, "vpc_config.security_group_ids"),
  ],
};
