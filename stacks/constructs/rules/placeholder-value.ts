import { textsOf } from "../../../asl/texts";
import { unsupplied } from "../placeholders";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const placeholderValue: Rule = {
  id: "placeholder-value",
  reason: "The placeholder itself would be deployed, and the call fails on the first order",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-sam-sfn.html",
  isWaivable: false,
  *check({ definition, substitutions }: CheckedWorkflow): Generator<Finding> {
    const supplied = Object.keys(substitutions).join(", ") || "none";
    for (const { text, ...place } of textsOf(definition)) {
      for (const name of unsupplied(text, substitutions)) {
        yield typeof substitutions[name] === "object"
          ? {
              ...place,
              wrong: `The placeholder \${${name}} stands for a resource, and its ending for nothing that the resource has`,
              mend: "Let the name end with Arn, Name or Url, whichever the resource has and the call takes",
            }
          : {
              ...place,
              wrong: `The placeholder \${${name}} has no value; supplied: ${supplied}`,
              mend: `Supply ${name} where the workflow is created, or mend its name`,
            };
      }
    }
  },
};
