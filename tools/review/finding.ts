import type { Text } from "./text";

/** How bad a change is, worst first. `safe` findings are worth reading, but ask for nothing. */
export const LEVELS = ["dangerous", "attention", "safe"] as const;
export type Level = (typeof LEVELS)[number];

/** The part of the report that shows a finding. */
export const SECTIONS = ["workflows", "permissions", "data", "operations", "plan", "cost"] as const;
export type Section = (typeof SECTIONS)[number];

/** One change, in words, with how bad it is. */
export interface Finding {
  readonly level: Level;
  /** A stable name such as `catch-removed`, for waivers and programs. */
  readonly rule: string;
  readonly section: Section;
  /** The name of the plan that makes the change. */
  readonly plan: string;
  /** The resource; empty for the plan as a whole. */
  readonly address: string;
  /** The path of the state in a workflow, such as `Items > Charge`; undefined for other findings. */
  readonly state?: string;
  /** One sentence: what changes, from what to what, and what that does. */
  readonly text: Text;
  /** More sentences, which a report may fold. */
  readonly details?: readonly Text[];
}

/** The worst level of some findings: the verdict. */
export function worst(findings: readonly Finding[]): Level {
  return LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? "safe";
}

/** The findings, worst first, else in their order. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
}
