import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const methodLogLevel: Rule = {
  id: "method-log-level",
  scannerIds: ["CKV2_AWS_4", "APIG6"],
  types: ["aws_api_gateway_method_settings"],
  reason: "Why the API could not call what is behind it is told nowhere",
  fix: 'Set settings.logging_level to "ERROR"',
  check: (resource) => [
    ...expectValue(resource, "settings.logging_level", "ERROR", "INFO"),
    ...expectValue(resource, "method_path", "*/*"),
  ],
};
