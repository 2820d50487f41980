import { textsOf } from "../../../asl/texts";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

/** An ARN of any partition, put together or not, but for those that name what a Task does: `arn:aws:states:::`. */
const ARN = /\barn:[^:\s]+:(?!states:::)[^"'\s,)]*/;

export const writtenArn: Rule = {
  id: "written-arn",
  reason: "It names one account, one region or one environment, and every other one then works on that one's orders",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
  isWaivable: true,
  *check({ definition }: CheckedWorkflow): Generator<Finding> {
    for (const { text, ...place } of textsOf(definition)) {
      const arn = text.match(ARN)?.[0];
      if (arn === undefined) continue;
      yield {
        ...place,
        wrong: `The ARN ${arn} is written by hand`,
        mend: "Write a placeholder such as ${ValidateOrderArn}, and supply its value where the workflow is created",
      };
    }
  },
};
