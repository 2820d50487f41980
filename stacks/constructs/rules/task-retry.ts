import { type AslObject, isTask, objectsOf } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

const MEND =
  'Write "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "MaxDelaySeconds": 8, "JitterStrategy": "FULL" }], with numbers that suit';

/** Holds for every Task; a Map or Parallel need not be tried again, but where it is, then likewise. */
export const taskRetry: Rule = {
  id: "task-retry",
  reason:
    "A passing fault of a service fails the order, or every order that it hit tries again at the same moment and keeps the service down",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const placed of states) {
      const { name, state } = placed;
      const retriers = objectsOf(state.Retry).filter(({ MaxAttempts }) => MaxAttempts !== 0);
      if (isTask(placed) && retriers.length === 0) yield { state: name, wrong: "The Task has no Retry", mend: MEND };
      for (const retrier of retriers) {
        const wrong = problemOf(retrier);
        if (wrong !== undefined) yield { state: name, wrong: `${wrong} of ${errorsOf(retrier)}`, mend: MEND };
      }
    }
  },
};

/** Without a BackoffRate, the language says 2. */
function problemOf({ BackoffRate = 2, JitterStrategy, MaxDelaySeconds }: AslObject): string | undefined {
  if (typeof BackoffRate !== "number" || BackoffRate <= 1) {
    return `BackoffRate is ${JSON.stringify(BackoffRate)}, expected more than 1, in the Retry`;
  }
  if (JitterStrategy !== "FULL") {
    return `JitterStrategy is ${JSON.stringify(JitterStrategy) ?? "missing"}, expected "FULL", in the Retry`;
  }
  if (typeof MaxDelaySeconds !== "number") return "MaxDelaySeconds is missing in the Retry";
  return undefined;
}

function errorsOf({ ErrorEquals }: AslObject): string {
  return Array.isArray(ErrorEquals) ? ErrorEquals.join(", ") : "no error";
}
