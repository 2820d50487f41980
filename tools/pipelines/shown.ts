import { readOutcome } from "./outcome";
import { PipelineError } from "./pipeline-error";
import { changeLines, readChanges } from "./plan-changes";

/**
 * Throws when the plans of an environment in `plans` do to a resource what those in `shown` do not. A stack that waited
 * for another when the plans were shown is passed over: nobody could see what it would do.
 */
export function requireShown(options: {
  readonly environment: string;
  readonly plans: string;
  readonly shown: string;
}): void {
  const { environment, plans, shown } = options;
  const before = readOutcome(shown, environment).stacks;
  const unseen = readOutcome(plans, environment).stacks.flatMap(({ stack, outcome }) => {
    const then = before.find((each) => each.stack === stack)?.outcome;
    if (outcome !== "planned" || then === "waits") return [];
    const seen = then === "planned" ? changeLines(readChanges(shown, environment, stack)) : [];
    const lines = changeLines(readChanges(plans, environment, stack));
    return lines.filter((line) => !seen.includes(line)).map((line) => `${stack}: ${line}`);
  });
  if (unseen.length === 0) return;
  throw new PipelineError(
    `This would do what the plan that was shown for ${environment} does not:\n${unseen.join("\n")}\n` +
      "Its AWS account or state has changed since. Nothing was deployed. Run the job Plan of this environment again in " +
      "GitHub, which plans anew, and approve what that shows.",
  );
}
