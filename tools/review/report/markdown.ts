import type { Finding } from "../finding";
import type { Text } from "../text";
import type { Report } from "./report";

/** The report for a comment on GitHub. Whatever comes from a plan is in code spans. */
export function markdownReport({ verdict, unread, findings }: Report, artifactUrl: string | undefined): string {
  return [
    `## Plan review: **${verdict}**`,
    "",
    ...unread.map(({ problem }) => `- ${code(problem)}`),
    ...findings.map(line),
    ...(artifactUrl === undefined ? [] : ["", `[The plans](${artifactUrl})`]),
  ].join("\n");
}

function line({ level, address, state, text }: Finding): string {
  const where = [address, ...(state === undefined ? [] : [state])].filter((part) => part !== "").map(code);
  return `- **${level}** ${where.length === 0 ? "" : `${where.join(", ")}: `}${inline(text)}`;
}

function inline({ parts }: Text): string {
  return parts.map((part) => (typeof part === "string" ? part : code(part.data))).join("");
}

/** A code span with this text, which can end neither the span nor the line. */
function code(data: string): string {
  const text = data.replace(/\p{C}|[\u2028\u2029]/gu, (character) => JSON.stringify(character).slice(1, -1));
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks} ${text} ${ticks}`;
}
