import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const bucketForceDestroy: Rule = {
  id: "bucket-force-destroy",
  scannerIds: [],
  types: ["aws_s3_bucket"],
  reason: "A mistaken destroy empties the bucket and deletes it",
  fix: "Leave force_destroy out, or set it to false",
  check: (resource) => expectValue(resource, "force_destroy", false, undefined),
};
