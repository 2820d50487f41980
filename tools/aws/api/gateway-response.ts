import type { ApiDefinition, GatewayResponse } from "./definition";
import { readJsonPath } from "./json-path";
import type { Refusal } from "./refusal";
import type { ApiAnswer } from "./request";
import type { TemplateContext } from "./template-context";

/** API Gateway's default statuses. */
const DEFAULT_STATUS: { readonly [responseType: string]: number } = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  MISSING_AUTHENTICATION_TOKEN: 403,
  REQUEST_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
};

const DEFAULT_TEMPLATES = { "application/json": '{"message":$context.error.messageString}' };

/** Answers a request that did not reach its integration, or that its integration did not answer. */
export function answerRefusal(refusal: Refusal, api: ApiDefinition, context: TemplateContext): ApiAnswer {
  const standard = DEFAULT_STATUS[refusal.responseType] ?? 500;
  const fallback = api.gatewayResponses.get(standard < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
  const own = api.gatewayResponses.get(refusal.responseType);
  const [contentType, template] = templateOf(own) ?? templateOf(fallback) ?? ["application/json", JSON_MESSAGE];
  const error = {
    message: refusal.message,
    messageString: JSON.stringify(refusal.message),
    responseType: refusal.responseType,
    validationErrorString: refusal.validationErrors,
  };
  return {
    status: own?.status ?? (own ? standard : (fallback?.status ?? standard)),
    headers: { ...(own ?? fallback)?.headers, "content-type": contentType },
    body: substitute(template, { context: { ...context, error }, stageVariables: api.stageVariables }),
  };
}

const JSON_MESSAGE = DEFAULT_TEMPLATES["application/json"];

function templateOf(response: GatewayResponse | undefined): [contentType: string, template: string] | undefined {
  return response && Object.entries(response.templates)[0];
}

const NAME = /\$\{((?:context|stageVariables)(?:\.\w+)+)\}|\$((?:context|stageVariables)(?:\.\w+)+)/g;

/** Gateway responses do not use VTL: only names are replaced, and an unknown name becomes the empty string. */
function substitute(template: string, names: { readonly [root: string]: unknown }): string {
  return template.replace(NAME, (_all, wrapped: string | undefined, plain: string | undefined) => {
    const value = readJsonPath(names, wrapped ?? plain ?? "");
    return value === undefined ? "" : String(value);
  });
}
