import type { GatewayAnswer } from "../constructs/rest-api";

const tryAgain: GatewayAnswer = {
  status: 503,
  error: "TRY_AGAIN",
  message: "The request could not be served just now. Send it again: repeating it is safe.",
};

/**
 * Responses that API Gateway gives by itself, with the contract's codes. Its own messages name ARNs and internals, so
 * none is passed on. Types: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const gatewayAnswers: Readonly<Record<string, GatewayAnswer>> = {
  DEFAULT_4XX: { error: "BAD_REQUEST", message: "The request was refused." },
  DEFAULT_5XX: tryAgain,
  BAD_REQUEST_BODY: { status: 400, error: "INVALID_JSON", message: "The body is not JSON." },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    error: "INVALID_PARAMETERS",
    message: "A parameter of the request is missing.",
  },
  // API Gateway gives the same response for an unknown route and for an unsigned request.
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    error: "FORBIDDEN",
    message:
      "The request is not signed with AWS credentials (Signature Version 4), or there is no such method and path.",
  },
  INVALID_SIGNATURE: { status: 403, error: "FORBIDDEN", message: "The signature of the request is not valid." },
  EXPIRED_TOKEN: { status: 403, error: "FORBIDDEN", message: "The credentials of the request have expired." },
  ACCESS_DENIED: { status: 403, error: "FORBIDDEN", message: "The caller may not call this method." },
  RESOURCE_NOT_FOUND: { status: 404, error: "UNKNOWN_ROUTE", message: "There is no such method and path." },
  REQUEST_TOO_LARGE: {
    status: 413,
    error: "TOO_LARGE",
    // The same response serves all routes, so it must be true of an approval too.
    message: "The body is too large. An order of up to 100 MB is uploaded: POST /uploads returns a URL for it.",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    error: "UNSUPPORTED_MEDIA_TYPE",
    message: "The body must be of the content type application/json.",
  },
  THROTTLED: { status: 429, error: "TOO_MANY_REQUESTS", message: "Too many requests. Send this one again later." },
  QUOTA_EXCEEDED: {
    status: 429,
    error: "TOO_MANY_REQUESTS",
    message: "Too many requests. Send this one again later.",
  },
  INTEGRATION_FAILURE: tryAgain,
  INTEGRATION_TIMEOUT: tryAgain,
};
