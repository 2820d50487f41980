import type { Finding, Level } from "../finding";
import type { Text } from "../text";

/** A finding about the structure of a plan. `address` is empty for the plan as a whole. */
export function found(
  { plan, address = "" }: { readonly plan: string; readonly address?: string },
  level: Level,
  rule: string,
  text: Text,
  details: readonly Text[] = [],
): Finding {
  return { level, rule, section: "plan", plan, address, text, ...(details.length > 0 && { details }) };
}
