import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const secretValue: Rule = {
  id: "secret-value",
  scannerIds: [],
  types: ["aws_secretsmanager_secret_version", "aws_ssm_parameter"],
  reason: "A secret that Terraform writes stands in its state, its plans and often in the code",
  fix: "Leave the value out, and put it by hand or from a vault",
  check: (resource) =>
    ["secret_string", "secret_binary", "value"].flatMap((path) =>
      isSet(resource.at(path)) && resource.at("type") !== "String" ? [`${path} is written`] : [],
    ),
};
