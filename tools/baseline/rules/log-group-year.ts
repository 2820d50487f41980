import { expectAtLeast } from "../expect";
import type { Rule } from "../rule";

export const logGroupYear: Rule = {
  id: "log-group-year",
  scannerIds: ["CKV_AWS_338"],
  types: ["aws_cloudwatch_log_group"],
  reason: "An attack that is found after months left no trace",
  fix: "Set retention_in_days to 365 or more",
  check: (resource) =>
    resource.at("retention_in_days") === 0 ? [] : expectAtLeast(resource, "retention_in_days", 365),
};
