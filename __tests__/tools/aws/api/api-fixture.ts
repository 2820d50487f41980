import type { ApiSource } from "../../../../tools/aws/api/read-definition";
import { startApi } from "../../../../tools/aws/api/server";
import { type AwsCall, AwsError, LocalAws, type Principal } from "../../../../tools/aws/aws";
import type { JsonObject } from "../../../../tools/support/json";
import type { Listening } from "../../../../tools/support/listen";
import { everyone } from "../everyone";

type Attributes = { readonly [type: string]: readonly JsonObject[] };

export const FUNCTION_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:things";

const ORDER_SCHEMA = { type: "object", required: ["name"], properties: { name: { type: "string" } } };

/** POST /things (into states), GET /things/{id} (from DynamoDB), POST /things/{id} (a function), with gateway responses. */
export const thingsApi: Attributes = {
  rest_api: [{ id: "api1", execution_arn: "arn:aws:execute-api:eu-central-1:123456789012:api1" }],
  stage: [{ stage_name: "test" }],
  resource: [
    { id: "r1", parent_id: "root", path_part: "things" },
    { id: "r2", parent_id: "r1", path_part: "{id}" },
    { id: "r3", parent_id: "r1", path_part: "special" },
  ],
  model: [{ name: "Thing", schema: JSON.stringify(ORDER_SCHEMA) }],
  request_validator: [{ id: "v1", validate_request_body: true }],
  method: [
    {
      resource_id: "r1",
      http_method: "POST",
      authorization: "AWS_IAM",
      request_validator_id: "v1",
      request_models: { "application/json": "Thing" },
    },
    { resource_id: "r2", http_method: "GET", authorization: "AWS_IAM" },
    { resource_id: "r3", http_method: "GET", authorization: "AWS_IAM" },
    { resource_id: "r2", http_method: "POST", authorization: "AWS_IAM" },
  ],
  integration: [
    integration("r1", "POST", "states:action/StartSyncExecution", {
      "application/json": '{"input": "$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")"}',
    }),
    integration("r2", "GET", "dynamodb:action/GetItem", {
      "application/json": '{"Key": {"id": {"S": "$util.escapeJavaScript($input.params(\'id\'))"}}}',
    }),
    integration("r3", "GET", "dynamodb:action/GetItem", {
      "application/json": '{"Key": {"id": {"S": "SPECIAL"}}, "Caller": "$context.identity.userArn"}',
    }),
    integration("r2", "POST", `lambda:path/2015-03-31/functions/${FUNCTION_ARN}/invocations`, {
      "application/json": '{"id": "$util.escapeJavaScript($input.params(\'id\'))"}',
    }),
  ],
  integration_response: [
    response("r1", "POST", "200", undefined, "$input.path('$.output')"),
    response("r1", "POST", "503", "[45]\\d\\d", '{"error":"TRY_AGAIN"}'),
    response(
      "r2",
      "GET",
      "200",
      undefined,
      "#if($input.path('$.Item') == '')#set($context.responseOverride.status = 404){\"error\":\"UNKNOWN\"}#else$input.json('$.Item')#end",
    ),
    response("r3", "GET", "200", undefined, "$input.body"),
    response("r2", "POST", "201", undefined, "$input.json('$')"),
    response("r2", "POST", "503", "TRY_AGAIN.*", '{"error":"TRY_AGAIN"}'),
  ],
  gateway_response: [
    gatewayResponse("BAD_REQUEST_BODY", '{"error":"INVALID_JSON","message":$context.error.messageString}'),
    gatewayResponse("DEFAULT_4XX", '{"error":"$context.error.responseType","message":$context.error.messageString}'),
    gatewayResponse("DEFAULT_5XX", '{"error":"INTERNAL","message":"Try again."}'),
  ],
};

function integration(resource_id: string, http_method: string, target: string, templates: JsonObject): JsonObject {
  return {
    resource_id,
    http_method,
    type: "AWS",
    uri: `arn:aws:apigateway:eu-central-1:${target}`,
    credentials: "arn:aws:iam::123456789012:role/api",
    passthrough_behavior: "NEVER",
    request_templates: templates,
    timeout_milliseconds: 200,
  };
}

function response(
  resource_id: string,
  http_method: string,
  status_code: string,
  selection_pattern: string | undefined,
  template: string,
): JsonObject {
  return {
    resource_id,
    http_method,
    status_code,
    ...(selection_pattern === undefined ? {} : { selection_pattern }),
    response_templates: { "application/json": template },
  };
}

function gatewayResponse(response_type: string, template: string): JsonObject {
  return { response_type, response_templates: { "application/json": template } };
}

export function sourceOf(attributes: Attributes): ApiSource {
  return {
    accountId: "123456789012",
    resources: (type) =>
      (attributes[type.replace("aws_api_gateway_", "")] ?? []).map((it, index) => ({
        address: `${type}.it${index}`,
        attributes: it,
      })),
  };
}

export interface RunningApi extends Listening {
  /** What the API called, in order. */
  readonly calls: AwsCall[];
  readonly reports: string[];
}

/** Starts an API whose AWS services answer with `serve`. */
export async function runApi(
  attributes: Attributes,
  serve: (call: AwsCall) => Promise<JsonObject> | JsonObject,
): Promise<RunningApi> {
  const calls: AwsCall[] = [];
  const reports: string[] = [];
  const aws = new LocalAws(everyone);
  for (const service of ["states", "dynamodb", "lambda"]) {
    aws.register({
      service,
      call: async (action: string, input: JsonObject, principal: Principal) => {
        const call = { service, action, input, principal };
        calls.push(call);
        return serve(call);
      },
    });
  }
  const listening = await startApi({
    source: sourceOf(attributes),
    aws,
    port: 0,
    callerOf: (key) => ({ arn: key === undefined ? "arn:local" : `arn:of:${key}` }),
    serveLocally: () => false,
    report: (problem) => reports.push(problem),
  });
  return { ...listening, calls, reports };
}

export { AwsError };
