import { expectSet, expectValue } from "../expect";
import type { Rule } from "../rule";

export const stateMachineLogLevel: Rule = {
  id: "state-machine-log-level",
  scannerIds: ["AwsSolutions-SF1"],
  types: ["aws_sfn_state_machine"],
  reason: "Express executions keep no history but their log, so what is not logged is never known",
  fix: 'Set logging_configuration.level to "ALL" and log_destination to a log group',
  check: (resource) => [
    ...expectValue(resource, "logging_configuration.level", "ALL"),
    ...expectSet(resource, "logging_configuration.log_destination"),
  ],
};
