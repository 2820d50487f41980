import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const methodValidation: Rule = {
  id: "method-validation",
  scannerIds: ["CKV2_AWS_53", "APIG2"],
  types: ["aws_api_gateway_method"],
  reason: "What is no request at all reaches the workflow",
  fix: "Set request_validator_id to a validator of the API",
  check: (resource) => expectSet(resource, "request_validator_id"),
};
