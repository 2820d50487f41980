import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const stageAccessLog: Rule = {
  id: "stage-access-log",
  scannerIds: ["CKV_AWS_76", "APIG1"],
  types: ["aws_api_gateway_stage"],
  reason: "Nobody can tell afterwards who called",
  fix: "Set access_log_settings.destination_arn to a log group",
  check: (resource) => expectSet(resource, "access_log_settings.destination_arn"),
};
