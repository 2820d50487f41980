import { type AslObject, isTask, objectsOf } from "../../../asl/states";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

const FIX =
  'Write "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "MaxDelaySeconds": 8, "JitterStrategy": "FULL" }], with numbers that suit';

/** Every Task needs a Retry. A Map or Parallel does not, but if it has one, the same requirements apply. */
export const taskRetry: Rule = {
  id: "task-retry",
  reason:
    "A temporary fault of a service fails the order, or all affected orders retry at the same moment and keep the service down",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error",
  isWaivable: true,
  *check({ states }: CheckedWorkflow): Generator<Finding> {
    for (const placed of states) {
      const { name, state } = placed;
      const retriers = objectsOf(state.Retry).filter(({ MaxAttempts }) => MaxAttempts !== 0);
      if (isTask(placed) && retriers.length === 0) yield { state: name, wrong: "The Task has no Retry", fix: FIX };
      for (const retrier of retriers) {
        const wrong = problemOf(retrier);
        if (wrong !== undefined) yield { state: name, wrong: `${wrong} of ${errorsOf(retrier)}`, fix: FIX };
      }
    }
  },
};

/** The language's default for BackoffRate is 2. */
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
