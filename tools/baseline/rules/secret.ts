import { expectAtLeast, expectSet, expectWhen } from "../expect";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const secretRules: readonly Rule[] = [
  {
    id: "secret-key",
    scannerIds: [],
    types: ["aws_secretsmanager_secret"],
    reason: "A reader of the secret needs no right to a key",
    fix: "Set kms_key_id to the environment's key",
    check: expectSet("kms_key_id"),
  },
  {
    id: "secret-recovery",
    scannerIds: [],
    types: ["aws_secretsmanager_secret"],
    reason: "Deleting a secret by mistake stops every charge at once and cannot be undone",
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
    reason: "A secret that Terraform writes is in its state, its plans and often the code",
    fix: "Remove the value, and set it by hand or from a vault",
    check: expectWhen(
      (resource) => resource.at("type") !== "String",
      (resource) =>
        ["secret_string", "secret_binary", "value"]
          .filter((path) => isSet(resource.at(path)))
          .map((path) => `${path} is set`),
    ),
  },
];
