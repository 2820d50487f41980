import { textsOf } from "../../../asl/texts";
import { unsupplied } from "../placeholders";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const placeholderValue: Rule = {
  id: "placeholder-value",
  reason: "The placeholder itself is deployed, and the call fails with the first order",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-sam-sfn.html",
  isWaivable: false,
  *check({ definition, substitutions }: CheckedWorkflow): Generator<Finding> {
    const supplied = Object.keys(substitutions).join(", ") || "none";
    for (const { text, ...place } of textsOf(definition)) {
      for (const name of unsupplied(text, substitutions)) {
        yield typeof substitutions[name] === "object"
          ? {
              ...place,
              wrong: `The placeholder \${${name}} refers to a resource, but its ending to no attribute that the resource has`,
              fix: "End the name with Arn, Name or Url: an attribute that the resource has and the call takes",
            }
          : {
              ...place,
              wrong: `The placeholder \${${name}} has no value; supplied: ${supplied}`,
              fix: `Supply ${name} where the workflow is created, or correct its name`,
            };
      }
    }
  },
};
