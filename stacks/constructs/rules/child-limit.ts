import { isObject, isTask } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

/** Integrations that wait for the execution that they start. */
const WAITS_FOR_CHILD = /:startSyncExecution$|:startExecution\.sync(:2)?$/;

export const childLimit: Rule = {
  id: "child-limit",
  reason: "The Task gives up while its child still runs, and its retry starts a second child in parallel",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html",
  isWaivable: true,
  *check({ states, substitutions }: CheckedWorkflow): Generator<Finding> {
    for (const { name, state } of states.filter(isTask)) {
      if (!WAITS_FOR_CHILD.test(String(state.Resource))) continue;
      const machine = isObject(state.Parameters) ? String(state.Parameters.StateMachineArn) : "";
      const [, placeholder = ""] = /^\$\{(\w+)\}$/.exec(machine) ?? [];
      const child = Object.hasOwn(substitutions, placeholder) ? substitutions[placeholder] : undefined;
      const limit = typeof child === "object" ? child.limitSeconds : undefined;
      if (limit === undefined || typeof state.TimeoutSeconds !== "number" || state.TimeoutSeconds > limit) continue;
      yield {
        state: name,
        wrong: `The Task gives up after ${state.TimeoutSeconds} s, but the execution that it waits for ends after ${limit} s`,
        fix: `Write a TimeoutSeconds over ${limit}, or give the child less time`,
      };
    }
  },
};
