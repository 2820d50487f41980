import { covers } from "../model/permissions";
import { policyTypes, statementsOf } from "../model/policy";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

export const policyStorageEverywhere: Rule = {
  id: "policy-storage-everywhere",
  scannerIds: ["AWS-0346"],
  types: policyTypes("identity"),
  reason: "The role reads and replaces every object of every bucket of the account",
  fix: "Name the ARN of the bucket, and the prefix of its objects",
  check: (resource, stack) =>
    statementsOf(resource, stack, "identity")
      .filter(
        ({ effect, resources }) =>
          effect === "Allow" && resources.some((each) => isBare(each) || each === "arn:aws:s3:::*"),
      )
      .filter(({ actions }) =>
        ["s3:GetObject", "s3:PutObject"].every((each) => actions.some((action) => covers(action, each))),
      )
      .map(({ actions }) => `${actions.join(", ")} on every bucket`),
};
