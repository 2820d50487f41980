import { columns } from "../support/columns";
import { groupBy } from "../support/group-by";
import { type Findings, type Pair, totalsOf } from "./findings";

/** For each holder: its actions and resources, and the parts of the platform that need them. Then the totals. */
export function reportText(findings: Findings): string {
  const byHolder = groupBy(findings.pairs, ({ holder }) => holder);
  const sections = [...byHolder].map(([holder, pairs]) => `${holder}\n${pairTable(holder, pairs)}`);
  return [`== ${findings.env}`, ...sections, totalsText(findings)].join("\n\n");
}

/** How many users of a pair to name. Only rights that all parts share, to assume a role or use the key, have more. */
const MOST_NAMED = 12;

function pairTable(holder: string, pairs: readonly Pair[]): string {
  const used = pairs.filter(({ neededBy }) => neededBy.length > 0);
  const idle = pairs.filter(({ neededBy }) => neededBy.length === 0);
  const rows = used.map(({ action, resource, neededBy }) => [`  ${action}`, resource, needs(holder, neededBy)]);
  // Pairs with the same reason share a row.
  const byReason = groupBy(idle, ({ listed, resource }) => `${resource}\n${listed?.reason ?? "NOTHING NEEDS IT"}`);
  for (const alike of byReason.values()) {
    const [first] = alike;
    const reason = first?.listed?.reason ?? "NOTHING NEEDS IT";
    rows.push([`  ${shared(alike.map(({ action }) => action))}`, first?.resource ?? "", `(${reason})`]);
  }
  return columns(rows);
}

/** The users of a pair; in the section of a workflow's own role, its states without the workflow's name. */
function needs(holder: string, neededBy: readonly string[]): string {
  const names = neededBy.map((name) => (name.startsWith(`${holder}/`) ? name.slice(holder.length + 1) : name));
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more (--json names them)` : ""}`;
}

/** `logs:CreateLogDelivery and 7 more` */
function shared([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

export function totalsText(findings: Findings): string {
  const { granted, exercised, listed, neither, wildcards } = totalsOf(findings);
  const withWildcard = Object.values(wildcards).reduce((sum, count) => sum + count, 0);
  return [
    `${findings.env}: ${granted} pairs granted, ${exercised} exercised, ${listed} on the reasoned list, ${neither} neither; ${withWildcard} with a wildcard:`,
    ...Object.entries(wildcards).map(([reason, count]) => `  ${String(count).padStart(4)}  ${reason}`),
  ].join("\n");
}

/** The findings for programs. */
export function reportJson(findings: Findings): object {
  return {
    env: findings.env,
    totals: totalsOf(findings),
    pairs: findings.pairs.map(({ right, neededBy, listed, wildcard }) => ({
      holder: right.holder,
      policyOf: right.policyOf,
      action: right.action,
      resource: right.resource,
      ...(right.via === undefined ? {} : { via: right.via }),
      neededBy,
      ...(listed === undefined ? {} : { reason: listed.reason }),
      ...(wildcard === "" ? {} : { wildcard: wildcard ?? null }),
    })),
  };
}
