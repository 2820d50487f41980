import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const stateMachineExecutionData: Rule = {
  id: "state-machine-execution-data",
  scannerIds: ["CKV_AWS_285"],
  types: ["aws_sfn_state_machine"],
  reason: "Without the data of its states nobody can tell why an execution failed",
  fix: "Set logging_configuration.include_execution_data to true, where no personal data passes",
  check: (resource) => expectValue(resource, "logging_configuration.include_execution_data", true),
};
