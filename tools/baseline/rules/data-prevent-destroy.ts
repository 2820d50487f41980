import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const dataPreventDestroy: Rule = {
  id: "data-prevent-destroy",
  scannerIds: [],
  types: ["aws_s3_bucket", "aws_kms_key"],
  reason: "A change that replaces the resource, or a mistaken destroy, takes the data with it",
  fix: "Set lifecycle.prevent_destroy to true",
  judgedOn: "synthesis",
  check: (resource) => expectValue(resource, "lifecycle.prevent_destroy", true),
};
