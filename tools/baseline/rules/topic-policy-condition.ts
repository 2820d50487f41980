import { statementsOf } from "../model/policy";
import type { Rule } from "../rule";

export const topicPolicyCondition: Rule = {
  id: "topic-policy-condition",
  scannerIds: ["CKV_AWS_385"],
  types: ["aws_sns_topic", "aws_sns_topic_policy"],
  reason: "A role or account that is named keeps its right when what it was given for is long gone",
  fix: "Add a Condition, or give the role the right in its own policy",
  check: (resource, stack) =>
    statementsOf(resource, stack, "resource")
      .filter(({ effect, conditions }) => effect === "Allow" && conditions.length === 0)
      .flatMap(({ principals }) => principals.filter(({ type }) => type === "AWS"))
      .map(({ value }) => `${value} is allowed without a Condition`),
};
