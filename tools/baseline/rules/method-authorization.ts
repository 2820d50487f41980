import { expectValue } from "../expect";
import type { Rule } from "../rule";

/** An API key identifies a caller to throttling, and is no authorization. */
export const methodAuthorization: Rule = {
  id: "method-authorization",
  scannerIds: ["CKV_AWS_59", "CKV2_AWS_70", "APIG4"],
  types: ["aws_api_gateway_method"],
  reason: "Anybody on the internet sends orders, approves them, or reads addresses",
  fix: 'Set authorization to "AWS_IAM"',
  check: (resource) =>
    resource.at("http_method") === "OPTIONS"
      ? []
      : expectValue(resource, "authorization", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"),
};
