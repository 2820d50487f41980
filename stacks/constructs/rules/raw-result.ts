import { isTask } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const rawResult: Rule = {
  id: "raw-result",
  reason:
    "The service's answer replaces everything known about the order, and one of nearly 256 KiB ends the execution without a Catch",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const { name, state } of states.filter(isTask)) {
      const { ResultPath = "$", ResultSelector } = state;
      if (ResultPath !== "$" || ResultSelector !== undefined) continue;
      yield {
        state: name,
        wrong: "The raw result of the Task replaces its whole input",
        fix: "Write a ResultSelector with what later states need, a ResultPath below $, or ResultPath null",
      };
    }
  },
};
