import type { Finding } from "../../../../tools/review/finding";
import { review } from "../../../../tools/review/review";
import { subject } from "../plan-json";

type Change = Readonly<Record<string, unknown>>;

/** The findings of the whole review with these rules, as `level text`, without the full stop and details. */
export async function said(rules: RegExp, ...changes: readonly Change[]): Promise<string[]> {
  return (await found(rules, ...changes)).map(({ level, text }) => `${level} ${text}`.replace(/\.$/, ""));
}

export async function found(rules: RegExp, ...changes: readonly Change[]): Promise<Finding[]> {
  const { findings } = await review(subject(...changes));
  return findings.filter(({ rule }) => rules.test(rule));
}
