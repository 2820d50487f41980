import { textsOf } from "../../../asl/texts";
import { unplaced } from "../placeholders";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const valuePlaceholder: Rule = {
  id: "value-placeholder",
  reason: "The setting or resource does not reach the workflow and has no effect",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-sam-sfn.html",
  isWaivable: true,
  check({ definition, substitutions }: CheckedWorkflow): Finding[] {
    const texts = [...textsOf(definition)].map(({ text }) => text);
    return unplaced(texts, substitutions).map((name) => ({
      wrong: `A value is supplied for ${name}, but there is no placeholder for it`,
      fix: `Write \${${name}} where it belongs, or remove the value where the workflow is created`,
    }));
  },
};
