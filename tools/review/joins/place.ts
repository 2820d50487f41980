import type { PlanValue } from "../../terraform/plan-value";
import type { MachineChange } from "../machines";

/** Where a state machine runs. What the plan does not know is `*`. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The name of the machine. */
  readonly machine: string;
}

const ARN = /^arn:([\w-]+):[\w-]+:([\w-]*):(\d*):/;

export function placeOf({ change: { before, after } }: MachineChange): Place {
  const [, partition = "*", region, account] = firstMatch([after?.arn, before?.arn]);
  const [, ofRole = partition, , owner = ""] = firstMatch([after?.role_arn, before?.role_arn]);
  const name = [after?.name, before?.name].find((given) => typeof given === "string" && given !== "");
  return {
    partition: partition === "*" ? ofRole : partition,
    region: region || "*",
    account: account || owner || "*",
    machine: typeof name === "string" ? name : "*",
  };
}

/** An ARN in the account and Region of the machine. */
export function arnIn({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

function firstMatch(values: readonly (PlanValue | undefined)[]): readonly (string | undefined)[] {
  for (const value of values) {
    const match = typeof value === "string" ? ARN.exec(value) : null;
    if (match !== null) return match;
  }
  return [];
}
