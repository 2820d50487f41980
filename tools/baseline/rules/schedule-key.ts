import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const scheduleKey: Rule = {
  id: "schedule-key",
  scannerIds: ["CKV_AWS_297"],
  types: ["aws_scheduler_schedule"],
  reason: "The input of the schedule is stored under a key that everybody of AWS shares",
  fix: "Set kms_key_arn to the environment's key",
  check: (resource) => expectSet(resource, "kms_key_arn"),
};
