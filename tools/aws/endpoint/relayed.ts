import type { IncomingMessage, ServerResponse } from "node:http";
import { escapeXml } from "../../support/xml";
import type { AwsError, LocalAws } from "../aws";
import { principalOf } from "../credentials";
import type { CredentialScope } from "./credential-scope";
import { toAwsError } from "./errors";
import { readBody } from "./exchange";
import { checkPresigned } from "./presigned";
import { queryErrorBody } from "./query";
import type { Relay } from "./relay";
import { s3Call, snsCall } from "./relayed-call";

/**
 * Passes a request of S3 or SNS on, if its signer may make it. Of a presigned URL that is the one who signed, and what
 * counts are the rights at the time of use.
 */
export async function passIfAllowed(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { service, accessKeyId }: CredentialScope,
  aws: LocalAws,
  relay: Relay,
): Promise<void> {
  // An object may be large, a notice is not.
  const form = service === "sns" ? ((await readBody(request)) ?? "") : undefined;
  const call = form === undefined ? s3Call(request.method ?? "GET", url, request.headers) : snsCall(form);
  try {
    checkPresigned(url, request.headers);
    aws.authorize({ ...call, service, principal: principalOf(accessKeyId) });
  } catch (error) {
    const known = toAwsError(error, (fault) => {
      throw fault;
    });
    // The client may still be sending, and reads the answer only when it is through.
    request.resume();
    const isHead = request.method === "HEAD";
    response.writeHead(known.statusCode, { "content-type": form === undefined ? "application/xml" : "text/xml" });
    response.end(isHead ? undefined : form === undefined ? s3Error(known, url) : queryErrorBody(service, known));
    return;
  }
  if (service === "s3") storeFormAsBytes(request);
  await relay.pass(request, response, form);
}

/**
 * S3 stores a body of any type as it is, but fauxqs parses every form, and then has no bytes to store. Such an object gets
 * the type that S3 gives to an object without one.
 */
function storeFormAsBytes({ headers }: IncomingMessage): void {
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded"))
    headers["content-type"] = "binary/octet-stream";
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function s3Error({ code, message, details }: AwsError, { pathname }: URL): string {
  const fields = { Code: code, Message: message, ...details, Resource: pathname };
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join("")}</Error>`;
}
