import { type Outcome, readOutcome, type StackOutcome } from "./outcome";
import { type Changes, changeLines, KINDS, readChanges } from "./plan-changes";

/**
 * The longest summary, in characters. The workflow posts it with some lines around it, and GitHub refuses a longer
 * comment: "Body is too long (maximum is 65536 characters)".
 */
export const MOST_CHARACTERS = 60_000;

/** Room for the text around a stack's addresses: its name, its counts and the words of {@link addresses}. */
const AROUND_ADDRESSES = 400;

/** The changes of the plans below `folder`, as Markdown, environment by environment. */
export function summarize(folder: string, environments: readonly string[]): string {
  if (environments.length === 0) return "Nothing that is deployed changes, so no environment was planned.\n";
  const outcomes = environments.map((environment) => readOutcome(folder, environment));
  const stacks = outcomes.reduce((sum, outcome) => sum + outcome.stacks.length, 0);
  const most = Math.floor(MOST_CHARACTERS / Math.max(stacks, 1));
  return outcomes.map((outcome) => section(folder, outcome, most)).join("\n");
}

function section(folder: string, { environment, stacks }: Outcome, most: number): string {
  const heading = `### ${environment}\n\n`;
  if (stacks.length === 0) return `${heading}It could not be planned: see the log of its job.\n`;
  return heading + stacks.map((stack) => describe(folder, environment, stack, most)).join("\n");
}

function describe(folder: string, environment: string, stack: StackOutcome, most: number): string {
  if (stack.outcome === "failed") return `**${stack.stack}** could not be planned: see the log of its job.\n`;
  if (stack.outcome === "waits") return waiting(stack);
  const changes = readChanges(folder, environment, stack.stack);
  const counts = KINDS.filter((kind) => changes[kind].length > 0).map((kind) => `${changes[kind].length} to ${kind}`);
  if (counts.length > 0) return `**${stack.stack}**: ${counts.join(", ")}\n\n${addresses(changes, most)}`;
  return `**${stack.stack}**: ${stack.hasChanges ? "only outputs change" : "no changes"}\n`;
}

function waiting({ stack, missing }: Extract<StackOutcome, { outcome: "waits" }>): string {
  const reads = missing.map(({ stack: name, outputs }) => `${outputs.length} of **${name}**`).join(" and ");
  return (
    `**${stack}** cannot be planned yet: it reads outputs that no deploy has written yet (${reads}). ` +
    "The deploy applies those stacks first and then plans this one.\n"
  );
}

/** A folded list of the changes, cut to fit into `most` characters. */
function addresses(changes: Changes, most: number): string {
  const all = changeLines(changes);
  const room = most - AROUND_ADDRESSES;
  let length = 0;
  const fitting = all.filter((line) => {
    length += line.length + 1;
    return length <= room;
  });
  const rest = all.length - fitting.length;
  const more = rest > 0 ? [`... and ${rest} more: the plan's JSON, an artifact of this run, names them`] : [];
  return `<details><summary>Resources</summary>\n\n\`\`\`diff\n${[...fitting, ...more].join("\n")}\n\`\`\`\n\n</details>\n`;
}
