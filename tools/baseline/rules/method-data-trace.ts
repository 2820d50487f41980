import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const methodDataTrace: Rule = {
  id: "method-data-trace",
  scannerIds: ["CKV_AWS_276"],
  types: ["aws_api_gateway_method_settings"],
  reason: "Whole bodies, with addresses and payment tokens, stand in the log",
  fix: "Set settings.data_trace_enabled to false",
  check: (resource) => expectValue(resource, "settings.data_trace_enabled", false, undefined),
};
