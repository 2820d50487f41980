import { isDeepStrictEqual } from "node:util";
import { type Subject, subjectOf } from "../../../tools/review/subject";
import { readPlan } from "../../../tools/terraform/plan";

type Json = Readonly<Record<string, unknown>>;

/** A change of a resource, in the words of a plan's JSON. */
export interface GivenChange {
  /** Undefined before it exists. */
  readonly before?: Json | undefined;
  /** Undefined after it is gone. */
  readonly after?: Json | undefined;
  /** `true`, or `{ attribute: true }`, for what is known only after the apply. */
  readonly afterUnknown?: unknown;
  readonly beforeSensitive?: unknown;
  readonly afterSensitive?: unknown;
  /** By default what follows from `before` and `after`. */
  readonly actions?: readonly string[];
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  readonly previousAddress?: string;
  readonly reason?: string;
  readonly deposed?: string;
  readonly importing?: { readonly id: string };
  readonly provider?: string;
}

const ADDRESS =
  /^(?<module>(?:module\.[^.[]+(?:\[[^\]]*\])?\.)*)(?<data>data\.)?(?<type>[^.]+)\.(?<name>[^.[]+)(?:\[(?<index>.*)\])?$/;

/** One of a plan's `resource_changes` or `resource_drift`. The address says its mode, type, name and index. */
export function change(address: string, given: GivenChange): Json {
  const parts = ADDRESS.exec(address)?.groups;
  if (parts === undefined) throw new Error(`${address} is not the address of a resource`);
  const { module = "", data, type, name, index } = parts;
  return {
    address,
    ...(module !== "" && { module_address: module.slice(0, -1) }),
    ...(given.previousAddress !== undefined && { previous_address: given.previousAddress }),
    mode: data === undefined ? "managed" : "data",
    type,
    name,
    ...(index !== undefined && { index: JSON.parse(index) }),
    provider_name: given.provider ?? "registry.terraform.io/hashicorp/aws",
    ...(given.deposed !== undefined && { deposed: given.deposed }),
    ...(given.reason !== undefined && { action_reason: given.reason }),
    change: {
      actions: given.actions ?? actionsOf(given),
      before: given.before ?? null,
      after: given.after ?? null,
      after_unknown: given.afterUnknown ?? {},
      before_sensitive: given.beforeSensitive ?? {},
      after_sensitive: given.afterSensitive ?? {},
      ...(given.replacePaths !== undefined && { replace_paths: given.replacePaths }),
      ...(given.importing !== undefined && { importing: given.importing }),
    },
  };
}

function actionsOf({ before, after, afterUnknown, replacePaths }: GivenChange): readonly string[] {
  if (before === undefined) return ["create"];
  if (after === undefined) return ["delete"];
  if (replacePaths !== undefined) return ["delete", "create"];
  return isDeepStrictEqual(before, after) && afterUnknown === undefined ? ["no-op"] : ["update"];
}

/** The definitions of a state machine: objects, texts as they are, or undefined where the machine does not exist. */
export interface GivenMachine extends Omit<GivenChange, "before" | "after"> {
  readonly before?: Json | string | undefined;
  readonly after?: Json | string | undefined;
  /** Attributes of the resource on both sides, over the usual ones. */
  readonly attributes?: Json;
  /** Attributes after the change, over the others. */
  readonly attributesAfter?: Json;
}

/** A change of an `aws_sfn_state_machine`. */
export function machine(address: string, given: GivenMachine): Json {
  const { before, after, attributes, attributesAfter, ...rest } = given;
  const name = address.replace(/^.*\./, "");
  const resource = (definition: Json | string | undefined, over: Json | undefined) =>
    definition === undefined
      ? undefined
      : {
          name,
          arn: `arn:aws:states:eu-west-1:111122223333:stateMachine:${name}`,
          role_arn: `arn:aws:iam::111122223333:role/${name}`,
          type: "STANDARD",
          definition: typeof definition === "string" ? definition : JSON.stringify(definition),
          ...attributes,
          ...over,
        };
  return change(address, { ...rest, before: resource(before, {}), after: resource(after, attributesAfter) });
}

/** A plan's JSON. Other members of the document are taken as they are, such as `errored: true`. */
export function plan({
  changes = [],
  drift = [],
  ...members
}: {
  readonly changes?: readonly Json[];
  readonly drift?: readonly Json[];
  readonly [member: string]: unknown;
} = {}): Json {
  return {
    format_version: "1.2",
    terraform_version: "1.14.0",
    resource_changes: changes,
    ...(drift.length > 0 && { resource_drift: drift }),
    ...members,
  };
}

/** The subject of a review: one plan, called `plan`, with these changes. */
export function subject(...changes: readonly Json[]): Subject {
  return subjectOf([readPlan("plan", plan({ changes }))]);
}
