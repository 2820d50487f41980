import { readOutcome } from "./outcome";
import { PipelineError } from "./pipeline-error";
import { changeLines, readChanges } from "./plan-changes";

/**
 * Throws if the plans of an environment in `plans` make a change that those in `shown` do not. Skips a stack that
 * waited for another when the plans were shown: nobody could see what it would do.
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
    `This would make changes that the plan shown for ${environment} does not:\n${unseen.join("\n")}\n` +
      "Its AWS account or state has changed since. Nothing was deployed. Run the job Plan of this environment again in " +
      "GitHub, and approve the new plan.",
  );
}

/**
 * Throws if a plan would make a KMS key. The deploy role's rights on a key depend on its tags, which may take up to
 * five minutes to take effect, so a deploy that makes the key would break off half-way and leave it tainted.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
 */
export function requireKey({ environment, plans }: { readonly environment: string; readonly plans: string }): void {
  const making = readOutcome(plans, environment).stacks.flatMap(({ stack, outcome }) => {
    if (outcome !== "planned") return [];
    const { create, replace } = readChanges(plans, environment, stack);
    return [...create, ...replace].some((address) => address.startsWith("aws_kms_key.")) ? [stack] : [];
  });
  if (making.length === 0) return;
  throw new PipelineError(
    `${making.join(", ")} would make a KMS key. The deploy role's rights depend on its tags, which take up to five ` +
      "minutes to take effect, so the deploy would break off half-way. Nothing was deployed. Deploy this stack once " +
      "as a person, as docs/pipelines.md says under Before the first run, then run this job again.",
  );
}
