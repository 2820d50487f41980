import type { ApiIdentity, Method } from "./definition";
import type { ApiRequest } from "./request";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `$context` of mapping templates. Templates write to `responseOverride`. */
export interface TemplateContext {
  readonly [name: string]: unknown;
  readonly responseOverride: { status?: unknown; header: { [name: string]: unknown } };
}

/** Builds `$context` for one request; `method` is undefined if no method matches. */
export function contextOf(request: ApiRequest, method: Method | undefined, api: ApiIdentity): TemplateContext {
  return {
    accountId: api.accountId,
    apiId: api.apiId,
    stage: api.stage,
    httpMethod: request.method,
    path: request.path,
    protocol: "HTTP/1.1",
    requestId: request.id,
    extendedRequestId: request.id,
    requestTime: commonLogTime(request.receivedAt),
    requestTimeEpoch: request.receivedAt.getTime(),
    resourcePath: method?.resourcePath ?? request.path,
    resourceId: method?.resourceId ?? "",
    identity: {
      accountId: api.accountId,
      accessKey: request.accessKeyId ?? "",
      caller: request.caller.arn,
      user: request.caller.arn,
      userArn: request.caller.arn,
      sourceIp: request.sourceIp,
      userAgent: request.headers["user-agent"] ?? "",
    },
    requestOverride: { header: {}, path: {}, querystring: {} },
    responseOverride: { header: {} },
  };
}

function commonLogTime(time: Date): string {
  const [day, clock] = [time.toISOString().slice(8, 10), time.toISOString().slice(11, 19)];
  return `${day}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${clock} +0000`;
}
