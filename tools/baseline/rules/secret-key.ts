import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const secretKey: Rule = {
  id: "secret-key",
  scannerIds: [],
  types: ["aws_secretsmanager_secret"],
  reason: "Who may read the secret needs no right to a key",
  fix: "Set kms_key_id to the environment's key",
  check: (resource) => expectSet(resource, "kms_key_id"),
};
