import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const keyDeletionWindow: Rule = {
  id: "key-deletion-window",
  scannerIds: [],
  types: ["aws_kms_key"],
  reason: "A key that is deleted takes with it all that it encrypts, and a week is short to notice",
  fix: "Set deletion_window_in_days to 30",
  check: (resource) => expectValue(resource, "deletion_window_in_days", 30, undefined),
};
