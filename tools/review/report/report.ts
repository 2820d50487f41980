import type { Plan } from "../../terraform/plan";
import type { Finding, Level } from "../finding";

/** A plan that could not be read. */
export interface Unread {
  /** The file or run. */
  readonly plan: string;
  /** Why, and how to fix it. It may quote the plan. */
  readonly problem: string;
}

/** What every format of the report shows. */
export interface Report {
  readonly verdict: Level;
  /** Whether every plan was read and is complete. The verdict is never `safe` otherwise. */
  readonly isWhole: boolean;
  readonly plans: readonly Plan[];
  readonly unread: readonly Unread[];
  /** Worst first. */
  readonly findings: readonly Finding[];
}

/** The exit code of the command, as its help describes. */
export function exitCodeOf({ verdict, isWhole }: Report): number {
  if (verdict === "dangerous") return 1;
  return isWhole ? 0 : 3;
}
