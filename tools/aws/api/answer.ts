import { AwsError, type LocalAws } from "../aws";
import type { ApiDefinition, Method } from "./definition";
import { answerRefusal } from "./gateway-response";
import { contentTypeOf, integrate } from "./integrate";
import { Refusal } from "./refusal";
import type { ApiAnswer, ApiRequest } from "./request";
import type { Route } from "./routes";
import { contextOf } from "./template-context";

/**
 * Answers one request as API Gateway would: validate, map, call, map back. Never throws: an internal error goes to
 * `report` and is answered without its details.
 */
export async function answer(
  request: ApiRequest,
  route: Route | undefined,
  api: ApiDefinition,
  aws: LocalAws,
  report: (problem: string) => void,
): Promise<ApiAnswer> {
  const context = contextOf(request, route?.method, api);
  try {
    // API Gateway's answer for an unknown path or method, authenticated or not.
    if (!route) throw new Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
    authorize(request, api, aws);
    validate(request, route.method);
    return await integrate(request, route.method, api, context, aws);
  } catch (error) {
    if (error instanceof Refusal) return answerRefusal(error, api, context);
    report(`${request.method} ${request.path}: ${error instanceof Error ? error.message : String(error)}`);
    return answerRefusal(new Refusal("INTEGRATION_FAILURE", "Internal server error"), api, context);
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html */
function authorize({ method, path, caller }: ApiRequest, { executionArn, stage }: ApiDefinition, aws: LocalAws): void {
  const input = { resource: `${executionArn}/${stage}/${method}${path}` };
  try {
    aws.authorize({ service: "execute-api", action: "Invoke", input, principal: caller });
  } catch (error) {
    if (error instanceof AwsError) throw new Refusal("ACCESS_DENIED", error.message);
    throw error;
  }
}

function validate(request: ApiRequest, method: Method): void {
  const missing = method.requiredParameters.filter((name) => !hasParameter(request, name));
  if (missing.length > 0) {
    throw new Refusal("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${missing.join(", ")}]`);
  }
  const check = method.bodyChecks?.get(contentTypeOf(request));
  if (!check) return;
  const problem = check(parseBody(request.body));
  if (problem !== undefined) throw new Refusal("BAD_REQUEST_BODY", "Invalid request body", problem);
}

function hasParameter({ headers, query }: ApiRequest, name: string): boolean {
  const [kind = "", ...rest] = name.split(".");
  const key = rest.join(".");
  return kind === "header" ? Object.hasOwn(headers, key.toLowerCase()) : Object.hasOwn(query, key);
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal("BAD_REQUEST_BODY", "Invalid request body", error.message);
  }
}
