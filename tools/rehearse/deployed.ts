import { z } from "zod";
import { Deployment, type RegionalStack } from "../aws";
import { isObject, type JsonObject, type JsonValue } from "../support/json";

const json: z.ZodType<JsonValue> = z.json();
/** https://developer.hashicorp.com/terraform/cli/commands/state/pull: the parts of a version 4 state that are needed. */
const state = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      mode: z.enum(["managed", "data"]),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({
          /** Set on an instance that has been replaced but not destroyed yet. */
          deposed: z.string().optional(),
          attributes: z.record(z.string(), json),
        }),
      ),
    }),
  ),
});

/** The recorded state of one stack. */
export interface DeployedStack {
  readonly id: string;
  /** The folder in which Terraform runs for it. */
  readonly folder: string;
  readonly resources: readonly DeployedResource[];
}

export interface DeployedResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly attributes: JsonObject;
}

/** Reads the output of `terraform state pull`, which is empty before the first apply. */
export function readDeployed(id: string, folder: string, text: string): DeployedStack {
  const recorded = text.trim() === "" ? [] : state.parse(JSON.parse(text)).resources;
  const resources = recorded
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances
        .filter(({ deposed }) => deposed === undefined)
        .map(({ attributes }) => ({
          address: `${type}.${name}`,
          type,
          name,
          attributes,
        })),
    );
  return { id, folder, resources };
}

/**
 * The deployed stacks in the form that the local run's tools read. Every id, ARN and text is the recorded one, so nothing
 * is left to compute.
 */
export function asDeployment(
  environment: string,
  awsUrl: string,
  region: string,
  stacks: readonly DeployedStack[],
): Deployment {
  return new Deployment(
    environment,
    awsUrl,
    stacks.map((stack) => ({ ...asSynthesized(stack), region })),
  );
}

function asSynthesized({ id, folder, resources }: DeployedStack): Omit<RegionalStack, "region"> {
  const blocks: Record<string, Record<string, JsonObject>> = {};
  for (const { type, name, attributes } of resources) {
    blocks[type] = { ...blocks[type], [name]: asWritten(attributes) };
  }
  return { id, dir: folder, resources: blocks, data: {}, outputs: {} };
}

/**
 * Converts recorded attributes to the form of configuration: empty values are left out, a single block is an object, and
 * text that looks like a template is escaped.
 */
function asWritten(attributes: JsonObject): JsonObject {
  const given = Object.entries(attributes).filter(([, value]) => value !== "");
  return writtenObject(Object.fromEntries(given));
}

function writtenObject(value: JsonObject): JsonObject {
  const given = Object.entries(value).filter(([, inner]) => !(Array.isArray(inner) && inner.length === 0));
  return Object.fromEntries(given.map(([name, inner]) => [name, written(inner)]));
}

function written(value: JsonValue): JsonValue {
  if (typeof value === "string") return value.replace(/[$%](?=\{)/g, (sign) => sign + sign);
  if (Array.isArray(value)) {
    const [first, ...others] = value;
    return isObject(first) && others.length === 0 ? writtenObject(first) : value.map(written);
  }
  return isObject(value) ? writtenObject(value) : value;
}
