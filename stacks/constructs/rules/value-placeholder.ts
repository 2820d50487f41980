import { textsOf } from "../../../asl/texts";
import { unplaced } from "../placeholders";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const valuePlaceholder: Rule = {
  id: "value-placeholder",
  reason: "What was meant to reach the workflow does not: the setting or the resource is without effect",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-sam-sfn.html",
  isWaivable: true,
  check({ definition, substitutions }: CheckedWorkflow): Finding[] {
    const texts = [...textsOf(definition)].map(({ text }) => text);
    return unplaced(texts, substitutions).map((name) => ({
      wrong: `A value is supplied for ${name}, and no placeholder takes it`,
      mend: `Write \${${name}} where it belongs, or remove the value where the workflow is created`,
    }));
  },
};
