import { textsOf } from "../../../asl/texts";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

/** An ARN in any partition, even inside an expression. Excludes `arn:aws:states:::`, which names a Task's action. */
const ARN = /\barn:[^:\s]+:(?!states:::)[^"'\s,)]*/;

export const writtenArn: Rule = {
  id: "written-arn",
  reason: "It names one account, region or environment, and every other one then works on that one's orders",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
  isWaivable: true,
  *check({ definition }: CheckedWorkflow): Generator<Finding> {
    for (const { text, ...place } of textsOf(definition)) {
      const arn = text.match(ARN)?.[0];
      if (arn === undefined) continue;
      yield {
        ...place,
        wrong: `The ARN ${arn} is written by hand`,
        fix: "Write a placeholder such as ${ValidateOrderArn}, and supply its value where the workflow is created",
      };
    }
  },
};
