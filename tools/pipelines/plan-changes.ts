import { join } from "node:path";
import { readPlanFile } from "../terraform/plan-file";

/** What a plan does to a resource; `forget` leaves it in AWS and drops it from the state. */
const KINDS = ["create", "update", "replace", "destroy", "forget"] as const;
type Kind = (typeof KINDS)[number];

const MARKS: Readonly<Record<Kind, string>> = { create: "+", update: "~", replace: "±", destroy: "-", forget: "x" };

/** Addresses of the resources that a plan changes, by kind of change. */
export type Changes = Readonly<Record<Kind, readonly string[]>>;

/** The changes of a stack's plan in `plans`. */
export function readChanges(plans: string, environment: string, stack: string): Changes {
  const { changes } = readPlanFile(join(plans, environment, `${stack}.json`));
  const of = (kind: Kind) =>
    changes.filter((change) => change.mode === "managed" && change.kind === kind).map(({ address }) => address);
  return {
    create: of("create"),
    update: of("update"),
    replace: of("replace"),
    destroy: of("destroy"),
    forget: of("forget"),
  };
}

/** A line for each change, such as `+ aws_sqs_queue.orders`. */
export function changeLines(changes: Changes): string[] {
  return KINDS.flatMap((kind) => changes[kind].map((address) => `${MARKS[kind]} ${address}`));
}
