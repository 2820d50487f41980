import { isObject, machinesOf } from "../../../asl/states";
import { transitionsOf } from "../../../asl/transitions";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const transitionTarget: Rule = {
  id: "transition-target",
  reason: "Step Functions refuses a transition to a state outside the same States object",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
  isWaivable: false,
  *check({ definition }: CheckedWorkflow): Generator<Finding> {
    for (const { machine, enclosing } of machinesOf(definition)) {
      const states = isObject(machine.States) ? machine.States : {};
      const known = (name: unknown) => typeof name !== "string" || Object.hasOwn(states, name);
      const fix = `Name one of: ${Object.keys(states).join(", ")}`;
      const [around] = enclosing;
      if (!known(machine.StartAt)) {
        const wrong = `StartAt names ${machine.StartAt}, which is not in States`;
        yield around === undefined ? { wrong, fix } : { state: around.name, wrong, fix };
      }
      for (const [name, state] of Object.entries(states)) {
        for (const { to } of transitionsOf(state).filter((each) => !known(each.to))) {
          yield { state: name, wrong: `It leads to ${to}, which is not in the same States object`, fix };
        }
      }
    }
  },
};
