import { z } from "zod";
import { isDeeperThan } from "../support/json";
import { type Configured, configurationOf } from "./plan-configuration";
import { type StateValues, valuesIn } from "./plan-state";
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

/** What a plan does to an output of the root module. */
export interface OutputChange {
  readonly name: string;
  readonly kind: Kind;
  readonly before: PlanValue;
  readonly after: PlanValue;
}

/** A change that Terraform puts off to a later plan. */
export interface DeferredChange {
  /** In Terraform's word, such as `instance_count_unknown`. */
  readonly reason: string;
  readonly change: ResourceChange;
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
  readonly deferred: readonly DeferredChange[];
  /** The root module's outputs, changed or not. */
  readonly outputs: readonly OutputChange[];
  /** The values of the root module's variables that are declared sensitive. */
  readonly sensitiveVariables: readonly PlanValue[];
  /** What the configuration says; empty for a redacted plan. */
  readonly configuration: Configured;
  /** The resources and data sources that the state had before the plan, by address. */
  readonly priorState: StateValues;
  /** The whole document, for its rarer parts. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A text is not a plan that can be read. The message is one line with the fix. */
export class PlanError extends Error {}

const changeSchema = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
  importing: z.object({ id: z.string().optional() }).nullish(),
});
const resourceSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string().default("managed"),
  type: z.string().default(""),
  name: z.string().default(""),
  index: z.union([z.string(), z.number()]).nullish(),
  provider_name: z.string().default(""),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
});
const planSchema = z.looseObject({
  format_version: z.string().optional(),
  plan_format_version: z.string().optional(),
  terraform_version: z.string().optional(),
  errored: z.boolean().default(false),
  complete: z.boolean().default(true),
  resource_changes: z.array(resourceSchema).nullish(),
  resource_drift: z.array(resourceSchema).nullish(),
  deferred_changes: z.array(z.object({ reason: z.string(), resource_change: resourceSchema })).nullish(),
  output_changes: z.record(z.string(), changeSchema).nullish(),
  variables: z
    .record(z.string(), z.object({ value: z.unknown().optional() }))
    .nullish()
    .catch(undefined),
});

/** A plan has at least one of these; `plan_format_version` marks the redacted plan of HCP Terraform. */
const PARTS = ["resource_changes", "planned_values", "output_changes", "configuration", "plan_format_version"];
/** Terraform raises the major version for a change that a reader cannot ignore. */
const MAJOR_VERSIONS = ["0", "1"];
/** Deeper values than any provider's schema has; functions that read values recursively stay within the stack. */
const MOST_LEVELS = 500;

/** Reads a plan. Throws a {@link PlanError}. Source: https://developer.hashicorp.com/terraform/internals/json-format */
export function readPlan(name: string, json: unknown): Plan {
  if (isDeeperThan(MOST_LEVELS, json)) {
    throw new PlanError(`${name} nests values over ${MOST_LEVELS} levels deep, which no plan of Terraform does.`);
  }
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) throw new PlanError(`${name} is no plan that can be read: ${problemOf(parsed.error)}. ${FIX}`);
  requirePlan(name, parsed.data);
  const {
    terraform_version,
    errored,
    complete,
    resource_changes,
    resource_drift,
    deferred_changes,
    output_changes,
    variables,
  } = parsed.data;
  const configuration = configurationOf(parsed.data.configuration);
  let priorState: StateValues | undefined;
  return {
    name,
    terraformVersion: terraform_version,
    isErrored: errored,
    isComplete: complete && !errored,
    changes: (resource_changes ?? []).map(resourceChange),
    drift: (resource_drift ?? []).map(resourceChange),
    deferred: (deferred_changes ?? []).map(({ reason, resource_change }) => ({
      reason,
      change: resourceChange(resource_change),
    })),
    outputs: Object.entries(output_changes ?? {}).map(([output, change]) => ({
      name: output,
      kind: kindOf(change.actions),
      before: planValue(change.before, undefined, change.before_sensitive),
      after: planValue(change.after, change.after_unknown, change.after_sensitive),
    })),
    sensitiveVariables: configuration.sensitiveVariables.map((variable) =>
      planValue(variables?.[variable]?.value, undefined, true),
    ),
    configuration,
    get priorState() {
      priorState ??= valuesIn(parsed.data.prior_state);
      return priorState;
    },
    json: parsed.data,
  };
}

const FIX = "Write it with terraform show -json PLAN.";

function requirePlan(name: string, json: z.infer<typeof planSchema>): void {
  const version = json.plan_format_version ?? json.format_version;
  const [major = ""] = version?.split(".") ?? [];
  if (version !== undefined && !MAJOR_VERSIONS.includes(major)) {
    throw new PlanError(
      `${name} has the format version ${JSON.stringify(version.slice(0, 40))}, and only 0.x and 1.x are known. ` +
        "Plan with an earlier version of Terraform, or update this tool.",
    );
  }
  if (PARTS.some((part) => json[part] !== undefined && json[part] !== null)) return;
  if (Object.hasOwn(json, "@level")) {
    throw new PlanError(`${name} is the log of terraform plan -json, not a plan. Add -out=PLAN to it. ${FIX}`);
  }
  if (Object.hasOwn(json, "encrypted_data")) {
    throw new PlanError(`${name} is an encrypted plan or state of OpenTofu. Write it with tofu show -json PLAN.`);
  }
  if (["values", "lineage", "serial"].some((field) => Object.hasOwn(json, field))) {
    throw new PlanError(`${name} is a state, not a plan. ${FIX}`);
  }
  throw new PlanError(`${name} is no plan: it has no resource_changes and no planned_values. ${FIX}`);
}

/** The first problem of a text that is no plan, in one line. */
function problemOf({ issues }: z.ZodError): string {
  const [first] = issues;
  const place = (first?.path ?? []).map(String).join(".").slice(0, 200);
  return `${place === "" ? "" : `${place}: `}${first?.message ?? "not an object"}`.replace(/\s+/g, " ");
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
