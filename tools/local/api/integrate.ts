import { AwsError, type JsonObject, type LocalAws } from "../aws";
import type { ApiDefinition, Integration, IntegrationResponse, Method } from "./definition";
import { Refusal } from "./refusal";
import type { ApiAnswer, ApiRequest } from "./request";
import type { Scope, Template } from "./template";
import type { TemplateContext } from "./template-context";
import { TemplateInput } from "./template-input";
import { templateUtil } from "./template-util";

/** The HTTP answer of an AWS service to API Gateway. */
interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
}

/** Carries a request to the AWS service behind its method, and the service's answer back. */
export async function integrate(
  request: ApiRequest,
  { integration }: Method,
  api: ApiDefinition,
  context: TemplateContext,
  aws: LocalAws,
): Promise<ApiAnswer> {
  const scope = (input: TemplateInput): Scope => ({
    input,
    util: templateUtil,
    context,
    stageVariables: api.stageVariables,
  });
  const payload = mapRequest(request, integration, scope);
  const answer = await withinTimeout(callService(payload, integration, aws), integration.timeoutMs);
  const response = responseFor(answer.status, integration.responses);
  const [contentType, template] = jsonFirst(response.templates) ?? ["application/json", undefined];
  const body = template ? template(scope(new TemplateInput(answer.body, request))) : answer.body;
  const { status, header } = context.responseOverride;
  const overridden = Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: status === undefined ? response.status : Number(status),
    headers: { "content-type": contentType, ...lowerCase(response.headers), ...Object.fromEntries(overridden) },
    body,
  };
}

function mapRequest(request: ApiRequest, integration: Integration, scope: (input: TemplateInput) => Scope): string {
  const contentType = contentTypeOf(request);
  const template = integration.requestTemplates.get(contentType);
  if (template) return template(scope(new TemplateInput(request.body, request)));
  const passes =
    integration.passthrough === "WHEN_NO_MATCH" ||
    (integration.passthrough === "WHEN_NO_TEMPLATES" && integration.requestTemplates.size === 0);
  if (!passes) throw new Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
  return request.body;
}

/** The media type without its parameters; a request that names none counts as JSON. */
export function contentTypeOf({ headers }: ApiRequest): string {
  return (headers["content-type"] ?? "application/json").split(";", 1).join("").trim().toLowerCase();
}

async function callService(payload: string, { service, action, credentials }: Integration, aws: LocalAws) {
  try {
    const output = await aws.call({ service, action, input: parse(payload), principal: { arn: credentials } });
    return { status: 200, body: JSON.stringify(output) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, details, statusCode } = error;
    return { status: statusCode, body: JSON.stringify({ __type: code, message, ...details }) };
  }
}

function parse(payload: string): JsonObject {
  try {
    const value: unknown = JSON.parse(payload);
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError("SerializationException", "The request template did not make a JSON object.");
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withinTimeout(answer: Promise<ServiceAnswer>, timeoutMs: number): Promise<ServiceAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Refusal("INTEGRATION_TIMEOUT", "Endpoint request timed out")), timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function responseFor(status: number, responses: readonly IntegrationResponse[]): IntegrationResponse {
  const chosen =
    responses.find(({ selection }) => selection?.test(String(status))) ??
    responses.find(({ selection }) => selection === undefined);
  if (!chosen) throw new Refusal("API_CONFIGURATION_ERROR", "Internal server error");
  return chosen;
}

function jsonFirst(templates: ReadonlyMap<string, Template>): [contentType: string, template: Template] | undefined {
  const json = templates.get("application/json");
  return json ? ["application/json", json] : [...templates][0];
}

function lowerCase(headers: { readonly [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
