import { KINDS, type Kind, type Plan } from "../../terraform/plan";
import { type Finding, LEVELS, type Level, worst } from "../finding";

/** A finding that somebody has accepted. */
export interface Waived {
  readonly finding: Finding;
  readonly reason: string;
  /** The last day on which it is accepted, as YYYY-MM-DD. */
  readonly expires: string;
}

/** A drawing of a state machine with its changes. */
export interface Picture {
  readonly plan: string;
  readonly address: string;
  /** The source of a Mermaid diagram. */
  readonly mermaid: string;
}

/** What every format of the report shows. */
export interface Report {
  readonly verdict: Level;
  /** Whether every plan was read and is complete. The verdict is never `safe` otherwise. */
  readonly isWhole: boolean;
  readonly plans: readonly Plan[];
  /** Worst first, without the waived ones. */
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  /** What a reader should know about the waivers, in words of this project. */
  readonly notes: readonly string[];
  readonly pictures: readonly Picture[];
}

/** The verdict: the worst of the findings, and never safe if something could not be read. */
export function verdictOf(findings: readonly Finding[], isWhole: boolean): Level {
  const level = worst(findings);
  return level === "safe" && !isWhole ? "attention" : level;
}

/** The exit code of the command, as its help describes. */
export function exitCodeOf({ verdict, isWhole }: Pick<Report, "verdict" | "isWhole">): number {
  if (verdict === "dangerous") return 1;
  return isWhole ? 0 : 3;
}

/** How many managed resources a plan changes, by kind of change; kinds without any are left out. */
export function countsOf({ changes }: Plan): ReadonlyMap<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const kind of KINDS) {
    if (kind === "no-op" || kind === "read") continue;
    const count = changes.filter((change) => change.mode === "managed" && change.kind === kind).length;
    if (count > 0) counts.set(kind, count);
  }
  return counts;
}

/** How many findings each level has, worst first; levels without any are left out. */
export function levelCounts(findings: readonly Finding[]): readonly (readonly [Level, number])[] {
  return LEVELS.map((level) => [level, findings.filter((finding) => finding.level === level).length] as const).filter(
    ([, count]) => count > 0,
  );
}

/** The worst findings that are no safe ones, as the reasons of the verdict. */
export function reasonsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ level }) => level !== "safe").slice(0, MOST_REASONS);
}

const MOST_REASONS = 5;

/** Where a finding is: its resource, state and plan, less what its sentence names already. */
export function placeOf(finding: Finding, plans: readonly Plan[]): readonly string[] {
  const named = finding.text.parts.flatMap((part) => (typeof part === "string" ? [] : [part.data]));
  const plan = plans.length > 1 ? [finding.plan] : [];
  return [finding.address, finding.state ?? "", ...plan].filter((part) => part !== "" && !named.includes(part));
}

/** The plans in one sentence, such as "3 to create, 1 to destroy." */
export function totalsOf(plans: readonly Plan[]): string {
  const counts = plans.map(countsOf);
  const totals = KINDS.map((kind) => [kind, counts.reduce((sum, each) => sum + (each.get(kind) ?? 0), 0)] as const);
  const changed = totals.filter(([, count]) => count > 0).map(([kind, count]) => `${count} to ${kind}`);
  return changed.length > 0 ? `${changed.join(", ")}.` : "No changes.";
}
