import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const validatorScope: Rule = {
  id: "validator-scope",
  scannerIds: [],
  types: ["aws_api_gateway_request_validator"],
  reason: "A validator that checks nothing lets everything pass",
  fix: "Set validate_request_body and validate_request_parameters to true",
  check: (resource) => [
    ...expectValue(resource, "validate_request_body", true),
    ...expectValue(resource, "validate_request_parameters", true),
  ],
};
