import { type AslObject, isObject, machinesOf } from "../../../asl/states";
import { transitionsOf } from "../../../asl/transitions";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

export const reachableState: Rule = {
  id: "reachable-state",
  reason: "A state that nothing leads to looks like a path of an order but never runs",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
  isWaivable: true,
  *check({ definition }: CheckedWorkflow): Generator<Finding> {
    for (const { machine } of machinesOf(definition)) {
      const states = isObject(machine.States) ? machine.States : {};
      const reached = reachedIn(states, machine.StartAt);
      for (const state of Object.keys(states).filter((name) => !reached.has(name))) {
        yield {
          state,
          wrong: "No state leads to this one",
          fix: "Name it in a Next, a Default or a Catch, or remove it",
        };
      }
    }
  },
};

function reachedIn(states: AslObject, start: unknown): ReadonlySet<unknown> {
  const reached = new Set<unknown>();
  const open = [start];
  while (open.length > 0) {
    const name = open.pop();
    if (typeof name !== "string" || reached.has(name)) continue;
    reached.add(name);
    if (Object.hasOwn(states, name)) open.push(...transitionsOf(states[name]).map(({ to }) => to));
  }
  return reached;
}
