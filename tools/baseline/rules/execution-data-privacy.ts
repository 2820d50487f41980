import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const executionDataPrivacy: Rule = {
  id: "execution-data-privacy",
  scannerIds: [],
  types: ["aws_sfn_state_machine", "aws_pipes_pipe"],
  reason:
    "What goes in and out of states holds addresses, e-mail and payment tokens, and a log has more readers than the table",
  fix: "Set include_execution_data to false, or leave it out of a pipe",
  check: (resource) => {
    const path = resource.type === "aws_pipes_pipe" ? "log_configuration" : "logging_configuration";
    return expectValue(resource, `${path}.include_execution_data`, false, undefined);
  },
};
