import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const functionCodeSigning: Rule = {
  id: "function-code-signing",
  scannerIds: ["CKV_AWS_272"],
  types: ["aws_lambda_function"],
  reason: "Who may update the function may run any code in its role",
  fix: "Set code_signing_config_arn",
  check: (resource) => expectSet(resource, "code_signing_config_arn"),
};
