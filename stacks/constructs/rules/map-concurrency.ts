import { isMap } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const mapConcurrency: Rule = {
  id: "map-concurrency",
  reason: "One large order uses up the capacity of the table and the functions that all orders share",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const { name, state } of states.filter(isMap)) {
      const { MaxConcurrency, MaxConcurrencyPath } = state;
      if (MaxConcurrencyPath !== undefined || (typeof MaxConcurrency === "number" && MaxConcurrency > 0)) continue;
      const found = MaxConcurrency === undefined ? "no MaxConcurrency" : `MaxConcurrency ${MaxConcurrency}`;
      yield {
        state: name,
        wrong: `The Map has ${found}, so its concurrency is unlimited`,
        fix: "Write a MaxConcurrency from 1 to 40, or more for a Distributed Map",
      };
    }
  },
};
