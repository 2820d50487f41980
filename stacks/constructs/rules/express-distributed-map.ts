import { isDistributedMap, typeAround } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const expressDistributedMap: Rule = {
  id: "express-distributed-map",
  reason: "Step Functions refuses a Distributed Map in an Express workflow",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
  isWaivable: false,
  *check({ states, type }: CheckedWorkflow): Generator<Finding> {
    for (const map of states.filter(isDistributedMap)) {
      if (typeAround(map, type) !== "EXPRESS") continue;
      yield {
        state: map.name,
        wrong: "A Distributed Map is in an Express execution",
        fix: "Make the workflow, or the Distributed Map around it, STANDARD, or set the Map's mode to INLINE",
      };
    }
  },
};
