import { join, resolve } from "node:path";
import { fieldOf, isObject, type JsonObject, textOf } from "../../support/json";
import type { Resource } from "../deployment";

/** The part of a deployment that Lambda needs. */
export interface FunctionSource {
  readonly region: string;
  resources(type: string): readonly Resource[];
  stackDir(stack: string): string;
}

/** A function of the deployment and its configuration. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** `index.handler`: a file of the archive and its exported function. */
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  /** The archive's path. */
  readonly archive: string;
}

/** AWS's defaults for omitted arguments: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MEGABYTES = 128;

export function readFunctions(deployment: FunctionSource): LambdaFunction[] {
  return deployment.resources("aws_lambda_function").map((resource) => readFunction(resource, deployment));
}

function readFunction(resource: Resource, deployment: FunctionSource): LambdaFunction {
  const { attributes, stack } = resource;
  const folder = deployment.stackDir(stack);
  return {
    name: argument(resource, "function_name"),
    arn: argument(resource, "arn"),
    roleArn: argument(resource, "role"),
    handler: argument(resource, "handler"),
    runtime: argument(resource, "runtime"),
    timeoutSeconds: numberOf(attributes, "timeout") ?? DEFAULT_TIMEOUT_SECONDS,
    memoryMegabytes: numberOf(attributes, "memory_size") ?? DEFAULT_MEMORY_MEGABYTES,
    variables: variablesOf(resource),
    archive: resolve(join(folder, "."), argument(resource, "filename")),
  };
}

/** `environment` is a block, synthesized as an object or as a list of one. */
function variablesOf({ attributes }: Resource): Record<string, string> {
  const block = fieldOf(attributes, "environment");
  const variables = fieldOf(Array.isArray(block) ? block[0] : block, "variables");
  if (!isObject(variables)) return {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function argument({ stack, address, attributes }: Resource, name: string): string {
  const value = textOf(attributes, name);
  if (value !== undefined) return value;
  throw new Error(`${stack}, ${address}: a text "${name}" was expected, not ${JSON.stringify(attributes[name])}.`);
}

function numberOf(attributes: JsonObject, name: string): number | undefined {
  const value = attributes[name];
  return typeof value === "number" ? value : undefined;
}
