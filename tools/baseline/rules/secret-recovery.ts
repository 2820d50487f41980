import { expectAtLeast } from "../expect";
import type { Rule } from "../rule";

export const secretRecovery: Rule = {
  id: "secret-recovery",
  scannerIds: [],
  types: ["aws_secretsmanager_secret"],
  reason: "A secret that is deleted by mistake stops every charge at once, and cannot be brought back",
  fix: "Set recovery_window_in_days to 7 or more",
  check: (resource) =>
    resource.at("recovery_window_in_days") === undefined ? [] : expectAtLeast(resource, "recovery_window_in_days", 7),
};
