import { expectAtLeast, expectSet, expectWhen } from "../expect";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const secretRules: readonly Rule[] = [
  {
    id: "secret-key",
    scannerIds: [],
    types: ["aws_secretsmanager_secret"],
    reason: "Who may read the secret needs no right to a key",
    fix: "Set kms_key_id to the environment's key",
    check: expectSet("kms_key_id"),
  },
  {
    id: "secret-recovery",
    scannerIds: [],
    types: ["aws_secretsmanager_secret"],
    reason: "A secret that is deleted by mistake stops every charge at once, and cannot be brought back",
    fix: "Set recovery_window_in_days to 7 or more",
    check: expectWhen(
      (secret) => isSet(secret.at("recovery_window_in_days")),
      expectAtLeast("recovery_window_in_days", 7),
    ),
  },
  {
    id: "secret-value",
    scannerIds: [],
    types: ["aws_secretsmanager_secret_version", "aws_ssm_parameter"],
    reason: "A secret that Terraform writes stands in its state, its plans and often in the code",
    fix: "Leave the value out, and put it by hand or from a vault",
    check: expectWhen(
      (resource) => resource.at("type") !== "String",
      (resource) =>
        ["secret_string", "secret_binary", "value"]
          .filter((path) => isSet(resource.at(path)))
          .map((path) => `${path} is written`),
    ),
  },
];
