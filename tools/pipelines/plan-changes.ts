import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const planSchema = z.object({
  resource_changes: z
    .array(z.object({ address: z.string(), mode: z.string(), change: z.object({ actions: z.array(z.string()) }) }))
    .default([]),
});

/** What a plan does to a resource; `forget` leaves it in AWS and drops it from the state. */
export const KINDS = ["create", "update", "replace", "destroy", "forget"] as const;
export type Kind = (typeof KINDS)[number];

const MARKS: Readonly<Record<Kind, string>> = { create: "+", update: "~", replace: "±", destroy: "-", forget: "x" };

/** Addresses of the resources that a plan changes, by kind of change. */
export type Changes = Readonly<Record<Kind, readonly string[]>>;

/** The changes of a stack's plan in `plans`. */
export function readChanges(plans: string, environment: string, stack: string): Changes {
  return changesOf(JSON.parse(readFileSync(join(plans, environment, `${stack}.json`), "utf8")));
}

/** A line for each change, such as `+ aws_sqs_queue.orders`. */
export function changeLines(changes: Changes): string[] {
  return KINDS.flatMap((kind) => changes[kind].map((address) => `${MARKS[kind]} ${address}`));
}

/** Reads the JSON of `terraform show -json`. Source: https://developer.hashicorp.com/terraform/internals/json-format */
function changesOf(plan: unknown): Changes {
  const changes: Record<Kind, string[]> = { create: [], update: [], replace: [], destroy: [], forget: [] };
  for (const { address, mode, change } of planSchema.parse(plan).resource_changes) {
    const kind = mode === "managed" ? kindOf(change.actions) : undefined;
    if (kind !== undefined) changes[kind].push(address);
  }
  return changes;
}

function kindOf(actions: readonly string[]): Kind | undefined {
  const has = (action: string) => actions.includes(action);
  // A replacement deletes and creates, or creates and deletes; one that leaves the old resource in AWS forgets it.
  if (has("create")) return actions.length > 1 ? "replace" : "create";
  if (has("delete")) return "destroy";
  if (has("update")) return "update";
  return has("forget") ? "forget" : undefined;
}
