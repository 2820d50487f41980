import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const stateMachineTracing: Rule = {
  id: "state-machine-tracing",
  scannerIds: ["CKV_AWS_284", "AwsSolutions-SF2"],
  types: ["aws_sfn_state_machine"],
  reason: "A trace of an order breaks off at the workflow",
  fix: "Set tracing_configuration.enabled to true",
  check: (resource) => expectValue(resource, "tracing_configuration.enabled", true),
};
