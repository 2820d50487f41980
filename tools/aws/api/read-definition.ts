import { z } from "zod";
import type { JsonObject } from "../../support/json";
import { type BodyCheck, compileModel } from "./body-check";
import type { ApiDefinition, Backend, GatewayResponse, Integration, IntegrationResponse, Method } from "./definition";
import { parseTemplate, type Template } from "./template";

/** The part of a deployment from which an API is read. */
export interface ApiSource {
  readonly accountId: string;
  resources(type: string): readonly { readonly address: string; readonly attributes: JsonObject }[];
}

const texts = z.record(z.string(), z.string()).default({});
const restApi = z.object({ id: z.string(), execution_arn: z.string() });
const stage = z.object({ stage_name: z.string(), variables: texts });
const resource = z.object({ id: z.string(), parent_id: z.string(), path_part: z.string() });
const model = z.object({ name: z.string(), schema: z.string().optional() });
const validator = z.object({
  id: z.string(),
  validate_request_body: z.boolean().default(false),
  validate_request_parameters: z.boolean().default(false),
});
const method = z.object({
  resource_id: z.string(),
  http_method: z.string(),
  authorization: z.enum(["AWS_IAM"]),
  request_validator_id: z.string().optional(),
  request_models: texts,
  request_parameters: z.record(z.string(), z.boolean()).default({}),
});
const integration = z.object({
  resource_id: z.string(),
  http_method: z.string(),
  type: z.enum(["AWS"]),
  uri: z.string(),
  // Instead of a role, a function's own policy may allow API Gateway.
  credentials: z.string().default("apigateway.amazonaws.com"),
  passthrough_behavior: z.enum(["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]).default("WHEN_NO_MATCH"),
  request_templates: texts,
  timeout_milliseconds: z.number().default(29_000),
});
const integrationResponse = z.object({
  resource_id: z.string(),
  http_method: z.string(),
  status_code: z.coerce.number(),
  selection_pattern: z.string().optional(),
  response_templates: texts,
  response_parameters: texts,
});
const gatewayResponse = z.object({
  response_type: z.string(),
  status_code: z.coerce.number().optional(),
  response_templates: texts,
  response_parameters: texts,
});

type Resources = <T>(type: string, shape: z.ZodType<T>) => readonly T[];
type Of<T extends z.ZodType> = z.output<T>;

/** Reads the REST API of a deployment. Throws, with the address, for anything that the local run cannot serve. */
export function readApi(source: ApiSource): ApiDefinition {
  const read: Resources = (type, shape) => {
    return source.resources(`aws_api_gateway_${type}`).map(({ address, attributes }) => {
      const result = shape.safeParse(attributes);
      if (result.success) return result.data;
      throw new Error(`The local API cannot serve ${address}: ${z.prettifyError(result.error)}`);
    });
  };
  const [api, ...others] = read("rest_api", restApi);
  if (!api || others.length > 0) {
    throw new Error(`The local run serves one REST API; the deployment has ${others.length + (api ? 1 : 0)}.`);
  }
  const [only] = read("stage", stage);
  if (!only) throw new Error("The deployment's REST API has no stage, so nothing could call it.");
  return {
    apiId: api.id,
    executionArn: api.execution_arn,
    stage: only.stage_name,
    stageVariables: only.variables,
    accountId: source.accountId,
    methods: readMethods(read),
    gatewayResponses: new Map(read("gateway_response", gatewayResponse).map((it) => [it.response_type, asAnswer(it)])),
  };
}

function readMethods(read: Resources): Method[] {
  const paths = pathsOf(read("resource", resource));
  const models = new Map(read("model", model).map(({ name, schema }) => [name, compileModel(schema ?? "{}", name)]));
  const validators = new Map(read("request_validator", validator).map((it) => [it.id, it]));
  const integrations = read("integration", integration);
  const responses = read("integration_response", integrationResponse);
  return read("method", method).map((it) => {
    const same = (other: { resource_id: string; http_method: string }) =>
      other.resource_id === it.resource_id && other.http_method === it.http_method;
    const path = paths.get(it.resource_id) ?? "/";
    const where = `${it.http_method} ${path}`;
    const own = integrations.find(same);
    if (!own) throw new Error(`${where} has no integration.`);
    const check = validators.get(it.request_validator_id ?? "");
    return {
      httpMethod: it.http_method,
      resourcePath: path,
      resourceId: it.resource_id,
      bodyChecks: check?.validate_request_body ? bodyChecks(it.request_models, models, where) : undefined,
      requiredParameters: check?.validate_request_parameters ? required(it.request_parameters) : [],
      integration: asIntegration(own, responses.filter(same), where),
    };
  });
}

/** Paths by resource id. A parent that is not a resource is the API's root. */
function pathsOf(resources: readonly Of<typeof resource>[]): Map<string, string> {
  const byId = new Map(resources.map((it) => [it.id, it]));
  const pathOf = ({ parent_id, path_part }: Of<typeof resource>): string => {
    const parent = byId.get(parent_id);
    return `${parent ? pathOf(parent) : ""}/${path_part}`;
  };
  return new Map(resources.map((it) => [it.id, pathOf(it)]));
}

function bodyChecks(names: Of<typeof texts>, models: ReadonlyMap<string, BodyCheck>, where: string) {
  return new Map(
    Object.entries(names).map(([contentType, name]) => {
      const check = models.get(name);
      if (!check) throw new Error(`${where} names the model ${name}, which the deployment does not have.`);
      return [contentType, check];
    }),
  );
}

function required(parameters: { readonly [name: string]: boolean }): string[] {
  return Object.entries(parameters)
    .filter(([name, isRequired]) => isRequired && !name.startsWith("method.request.path."))
    .map(([name]) => name.replace("method.request.", ""));
}

function asIntegration(
  it: Of<typeof integration>,
  responses: readonly Of<typeof integrationResponse>[],
  where: string,
): Integration {
  return {
    backend: backendOf(it.uri, where),
    credentials: it.credentials,
    passthrough: it.passthrough_behavior,
    timeoutMs: it.timeout_milliseconds,
    requestTemplates: parseAll(it.request_templates, `the request of ${where}`),
    responses: responses.map((response) => asResponse(response, where)),
  };
}

const ACTION = /^arn:[\w-]+:apigateway:[\w-]+:([\w-]+):action\/(\w+)$/;
const FUNCTION = /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/([\w:$-]+)\/invocations$/;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri */
function backendOf(uri: string, where: string): Backend {
  const [, service, action] = ACTION.exec(uri) ?? [];
  if (service !== undefined && action !== undefined) return { kind: "action", service, action };
  const [, functionArn] = FUNCTION.exec(uri) ?? [];
  if (functionArn !== undefined) return { kind: "function", functionArn };
  throw new Error(
    `${where} integrates ${uri}; the local API serves arn:...:SERVICE:action/ACTION and arn:...:lambda:path/.../invocations only.`,
  );
}

function asResponse(it: Of<typeof integrationResponse>, where: string): IntegrationResponse {
  const pattern = it.selection_pattern;
  return {
    status: it.status_code,
    selection: pattern === undefined || pattern === "" ? undefined : new RegExp(`^(?:${pattern})$`, "s"),
    templates: parseAll(it.response_templates, `the response ${it.status_code} of ${where}`),
    headers: staticHeaders(it.response_parameters, "method.response.header."),
  };
}

function asAnswer(it: Of<typeof gatewayResponse>): GatewayResponse {
  return {
    status: it.status_code,
    templates: it.response_templates,
    headers: staticHeaders(it.response_parameters, "gatewayresponse.header."),
  };
}

function parseAll(templates: Of<typeof texts>, where: string): Map<string, Template> {
  return new Map(
    Object.entries(templates).map(([type, source]) => [type, parseTemplate(source, `${where} (${type})`)]),
  );
}

/** Header parameters with a static value, in single quotes. Throws for others. */
function staticHeaders(parameters: Of<typeof texts>, prefix: string): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const text = /^'(.*)'$/s.exec(value)?.[1];
      if (!name.startsWith(prefix) || text === undefined) {
        throw new Error(`The local API serves headers with a static value ('...') only, not ${name} = ${value}.`);
      }
      return [name.slice(prefix.length), text];
    }),
  );
}
