import { z } from "zod";
import { isPlanObject, type PlanObject, type PlanValue, planValue } from "./plan-value";

/** What a plan does to a resource; `forget` leaves it in AWS and drops it from the state, `other` is an action that this reader does not know. */
export const KINDS = ["create", "update", "replace", "destroy", "forget", "read", "no-op", "other"] as const;
export type Kind = (typeof KINDS)[number];

/** One resource in a plan, changed or not. */
export interface ResourceChange {
  readonly address: string;
  /** Its address before a `moved` block or an automatic move; undefined if it was the same. */
  readonly previousAddress: string | undefined;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index: string | number | undefined;
  readonly provider: string;
  /** As in the plan, such as `["delete", "create"]`. */
  readonly actions: readonly string[];
  readonly kind: Kind;
  /** The id of a deposed object; undefined for the current one. */
  readonly deposed: string | undefined;
  /** Undefined before it exists. */
  readonly before: PlanObject | undefined;
  /** Undefined after it is gone. Values known only after the apply are {@link Unknown}. */
  readonly after: PlanObject | undefined;
  /** Paths of the attributes that force a replacement. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  /** Why Terraform chose the actions, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
  /** Set if the plan imports it. */
  readonly importing: { readonly id: string } | undefined;
}

/** A plan as `terraform show -json` prints it, or HCP Terraform serves it. */
export interface Plan {
  /** What reports call it, such as the file's name without its extension. */
  readonly name: string;
  readonly terraformVersion: string | undefined;
  /** Whether planning failed, so that changes are missing. */
  readonly isErrored: boolean;
  /** Whether applying it reaches the configuration. False with deferred changes, for example. */
  readonly isComplete: boolean;
  /** Every resource, changed or not. */
  readonly changes: readonly ResourceChange[];
  /** Changes made outside Terraform. */
  readonly drift: readonly ResourceChange[];
  /** The whole document, for its rarer parts. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A text is not a plan that can be read. The message is one line with the fix. */
export class PlanError extends Error {}

const changeSchema = z.object({
  actions: z.array(z.string()),
  before: z.unknown(),
  after: z.unknown(),
  after_unknown: z.unknown(),
  before_sensitive: z.unknown(),
  after_sensitive: z.unknown(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
  importing: z.object({ id: z.string().optional() }).nullish(),
});
const resourceSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string().default("managed"),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).nullish(),
  provider_name: z.string().default(""),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
});
const planSchema = z.looseObject({
  terraform_version: z.string().optional(),
  errored: z.boolean().default(false),
  complete: z.boolean().default(true),
  resource_changes: z.array(resourceSchema).nullish(),
  resource_drift: z.array(resourceSchema).nullish(),
});

/** Reads a plan. Throws a {@link PlanError}. Source: https://developer.hashicorp.com/terraform/internals/json-format */
export function readPlan(name: string, json: unknown): Plan {
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) {
    throw new PlanError(`${name} is not the output of terraform show -json PLAN: ${z.prettifyError(parsed.error)}`);
  }
  const { terraform_version, errored, complete, resource_changes, resource_drift } = parsed.data;
  return {
    name,
    terraformVersion: terraform_version,
    isErrored: errored,
    isComplete: complete && !errored,
    changes: (resource_changes ?? []).map(resourceChange),
    drift: (resource_drift ?? []).map(resourceChange),
    json: parsed.data,
  };
}

function resourceChange(resource: z.infer<typeof resourceSchema>): ResourceChange {
  const { address, previous_address, mode, type, name, index, provider_name, deposed, action_reason, change } =
    resource;
  return {
    address,
    previousAddress: previous_address,
    mode,
    type,
    name,
    index: index ?? undefined,
    provider: provider_name,
    actions: change.actions,
    kind: kindOf(change.actions),
    deposed,
    before: object(planValue(change.before, undefined, change.before_sensitive)),
    after:
      change.actions.includes("delete") && change.actions.length === 1
        ? undefined
        : object(planValue(change.after, change.after_unknown, change.after_sensitive)),
    replacePaths: change.replace_paths ?? [],
    reason: action_reason,
    importing:
      change.importing === null || change.importing === undefined ? undefined : { id: change.importing.id ?? "" },
  };
}

function object(value: PlanValue): PlanObject | undefined {
  return isPlanObject(value) ? value : undefined;
}

function kindOf(actions: readonly string[]): Kind {
  const has = (action: string) => actions.includes(action);
  // A replacement deletes and creates, or creates and deletes; one that leaves the old resource in AWS forgets it.
  if (has("create")) return actions.length > 1 ? "replace" : "create";
  if (has("delete")) return "destroy";
  return KINDS.find((kind) => has(kind)) ?? "other";
}
