import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const stageCache: Rule = {
  id: "stage-cache",
  scannerIds: ["CKV_AWS_120"],
  types: ["aws_api_gateway_stage"],
  reason: "Every read costs what the table costs",
  fix: "Set cache_cluster_enabled to true, where an old answer does no harm",
  check: (resource) => expectValue(resource, "cache_cluster_enabled", true),
};
