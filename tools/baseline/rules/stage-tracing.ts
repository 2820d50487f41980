import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const stageTracing: Rule = {
  id: "stage-tracing",
  scannerIds: ["CKV_AWS_73"],
  types: ["aws_api_gateway_stage"],
  reason: "A trace of an order begins behind the API, where its wait is already over",
  fix: "Set xray_tracing_enabled to true",
  check: (resource) => expectValue(resource, "xray_tracing_enabled", true),
};
