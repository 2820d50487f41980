import { covers } from "../model/permissions";
import { statementsOf } from "../model/policy";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

export const bucketPolicyLockout: Rule = {
  id: "bucket-policy-lockout",
  scannerIds: ["CKV_AWS_93"],
  types: ["aws_s3_bucket_policy"],
  reason: "Nobody but the root user can ever change the policy again",
  fix: "Give a Deny for everyone a Condition",
  check: (resource, stack) =>
    statementsOf(resource, stack, "resource")
      .filter(
        ({ effect, principals, actions, conditions }) =>
          effect === "Deny" &&
          conditions.length === 0 &&
          principals.some(({ value }) => isBare(value)) &&
          actions.some((action) => covers(action, "s3:PutBucketPolicy")),
      )
      .map(({ actions }) => `everyone is denied ${actions.join(", ")}, whatever the circumstances`),
};
