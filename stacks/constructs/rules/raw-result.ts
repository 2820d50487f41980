import { isTask } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const rawResult: Rule = {
  id: "raw-result",
  reason:
    "The answer of a service takes the place of all that was known of the order, and one of nearly 256 KiB ends the execution where no Catch sees it",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const { name, state } of states.filter(isTask)) {
      const { ResultPath = "$", ResultSelector } = state;
      if (ResultPath !== "$" || ResultSelector !== undefined) continue;
      yield {
        state: name,
        wrong: "The raw result of the Task is merged over its whole input",
        mend: "Write a ResultSelector with what later states need, a ResultPath below $, or ResultPath null",
      };
    }
  },
};
