import type { CheckedWorkflow, Finding, Rule } from "./rule";

const DEEPEST = 2;

export const nestingDepth: Rule = {
  id: "nesting-depth",
  reason: "Concurrency multiplies with each level, and nobody can read a history that deep",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const { name, state, enclosing } of states) {
      if (state.Type !== "Map" && state.Type !== "Parallel") continue;
      if (enclosing.length < DEEPEST) continue;
      const around = enclosing.map((outer) => outer.name).join(" in ");
      yield {
        state: name,
        wrong: `The ${state.Type} is nested ${enclosing.length + 1} deep, in ${around}; expected at most ${DEEPEST}`,
        fix: "Move the inner part into its own workflow and start that",
      };
    }
  },
};
