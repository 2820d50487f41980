import type { JsonObject } from "../../support/json";
import { type AwsError, notServed } from "../aws";
import type { Answer, Exchange } from "./exchange";

/**
 * The rest-json protocol: method and path determine the action. Of its services the local run has Lambda. Invoke takes
 * and gives its payload as the body: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function answerRestJson(exchange: Exchange): Promise<Answer> {
  const { aws, service, principal, method, url } = exchange;
  const { action, input } = service === "lambda" ? lambdaCall(exchange) : {};
  if (action === undefined || input === undefined) throw notServed(service, `${method} ${url.pathname}`);
  const output = await aws.call({ service, action, input, principal });
  return action === "Invoke" ? invocationAnswer(output) : json(200, output);
}

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization */
export function restJsonError({ code, message, statusCode, details }: AwsError): Answer {
  const answer = json(statusCode, { Type: statusCode < 500 ? "User" : "Service", message, ...details });
  return { ...answer, headers: { ...answer.headers, "x-amzn-errortype": code } };
}

function lambdaCall({ method, url, headers, body }: Exchange): { action?: string; input?: JsonObject } {
  const [, encoded, tail] = /^\/2015-03-31\/functions(?:\/([^/]+)(?:\/(\w+))?)?\/?$/.exec(url.pathname) ?? [undefined];
  if (encoded === undefined) return {};
  const input = { FunctionName: decodeURIComponent(encoded) };
  if (method === "GET" && tail === undefined) return { action: "GetFunction", input };
  if (method !== "POST" || tail !== "invocations") return {};
  const type = headers["x-amz-invocation-type"];
  const logType = headers["x-amz-log-type"];
  return {
    action: "Invoke",
    input: {
      ...input,
      Payload: body,
      InvocationType: typeof type === "string" ? type : "RequestResponse",
      ...(typeof logType === "string" && { LogType: logType }),
    },
  };
}

function invocationAnswer({
  StatusCode: status,
  Payload: payload,
  FunctionError: error,
  LogResult: log,
}: JsonObject): Answer {
  return {
    status: typeof status === "number" ? status : 200,
    headers: {
      "content-type": "application/json",
      "x-amz-executed-version": "$LATEST",
      ...(typeof error === "string" ? { "x-amz-function-error": error } : {}),
      ...(typeof log === "string" ? { "x-amz-log-result": log } : {}),
    },
    body: typeof payload === "string" ? payload : "",
  };
}

function json(status: number, body: JsonObject): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
