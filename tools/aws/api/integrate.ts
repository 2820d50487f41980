import type { JsonObject } from "../../support/json";
import { AwsError, type LocalAws, type Principal } from "../aws";
import type { ApiDefinition, Integration, IntegrationResponse, Method } from "./definition";
import { Refusal } from "./refusal";
import type { ApiAnswer, ApiRequest } from "./request";
import type { Scope, Template } from "./template";
import type { TemplateContext } from "./template-context";
import { TemplateInput } from "./template-input";
import { templateUtil } from "./template-util";

/** The answer from behind the API. */
interface BackendAnswer {
  /** The text that the integration responses' patterns are matched against. */
  readonly selector: string;
  readonly body: string;
}

/** Forwards a request to the AWS service behind its method and maps the service's answer back. */
export async function integrate(
  request: ApiRequest,
  { integration, httpMethod, resourcePath }: Method,
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
  const answer = await withinTimeout(
    callBackend(payload, integration, callerOf(integration, `${httpMethod} ${resourcePath}`), aws),
    integration.timeoutMs,
  );
  const response = responseFor(answer.selector, integration.responses);
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

/** API Gateway does not pass the API for which it assumes a role. */
function callerOf({ credentials }: Integration, route: string): Principal {
  return {
    arn: credentials,
    actor: `api ${route}`,
    service: { name: "apigateway.amazonaws.com", sourceArn: undefined },
  };
}

async function callBackend(payload: string, { backend }: Integration, principal: Principal, aws: LocalAws) {
  if (backend.kind === "function") return callFunction(payload, backend.functionArn, principal, aws);
  const { service, action } = backend;
  try {
    const output = await aws.call({ service, action, input: parse(payload), principal });
    return { selector: "200", body: JSON.stringify(output) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, details, statusCode } = error;
    return { selector: String(statusCode), body: JSON.stringify({ __type: code, message, ...details }) };
  }
}

/**
 * Only the message of an error that the function raised selects the response; otherwise the default applies. A call
 * that Lambda refuses does not get this far.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
async function callFunction(payload: string, functionArn: string, principal: Principal, aws: LocalAws) {
  const input = { FunctionName: functionArn, Payload: payload, InvocationType: "RequestResponse" };
  const output = await aws.call({ service: "lambda", action: "Invoke", input, principal });
  const body = String(output.Payload);
  return { selector: output.FunctionError === undefined ? "" : errorMessageIn(body), body };
}

function errorMessageIn(body: string): string {
  const error: unknown = JSON.parse(body);
  return isObject(error) && typeof error.errorMessage === "string" ? error.errorMessage : "";
}

function parse(payload: string): JsonObject {
  try {
    const value: unknown = JSON.parse(payload);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError("SerializationException", "The request template did not make a JSON object.");
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withinTimeout(answer: Promise<BackendAnswer>, timeoutMs: number): Promise<BackendAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Refusal("INTEGRATION_TIMEOUT", "Endpoint request timed out")), timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function responseFor(selector: string, responses: readonly IntegrationResponse[]): IntegrationResponse {
  const chosen =
    responses.find(({ selection }) => selection?.test(selector)) ??
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
