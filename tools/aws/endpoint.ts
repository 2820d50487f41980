import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createDoor } from "../support/door";
import { type Listening, listenOnLoopback } from "../support/listen";
import { AwsError, type LocalAws } from "./aws";
import { principalOf } from "./credentials";
import { answerAwsJson, awsJsonError } from "./endpoint/aws-json";
import { credentialScope } from "./endpoint/credential-scope";
import { toAwsError } from "./endpoint/errors";
import { type Answer, type Exchange, readBody } from "./endpoint/exchange";
import { answerQuery, queryError } from "./endpoint/query";
import { Relay } from "./endpoint/relay";
import { passIfAllowed } from "./endpoint/relayed";
import { answerRestJson, restJsonError } from "./endpoint/rest-json";

export interface EndpointOptions {
  readonly aws: LocalAws;
  /** 0 picks a free one. */
  readonly port: number;
  /** The server of S3 and SNS, by its Unix domain socket. It gets their requests as they are. */
  readonly fauxqs: { readonly socket: string };
  /** Gets what went wrong in this program itself; the client is told no more than the message. */
  readonly onFault?: (error: unknown) => void;
}

/** Their protocols stream, or put the action where only they look for it. */
const passedOn = new Set(["s3", "sns"]);

/**
 * Serves AWS's protocols to real clients, on loopback only. The service is told by the scope of the signature. Every call
 * goes through {@link LocalAws}; those of S3 and SNS are only checked there, and served elsewhere. Rejects where the port is taken.
 */
export async function startEndpoint({
  aws,
  port,
  fauxqs,
  onFault = toStandardError,
}: EndpointOptions): Promise<Listening> {
  const relay = new Relay(fauxqs.socket);
  const server = createDoor({
    serve: (request, response, url) => {
      serve(request, response, url, aws, relay, onFault).catch((error) => {
        // The client went away, or the answer cannot be written: only the log can still say so.
        if (!request.destroyed && !response.destroyed) onFault(error);
        response.destroy();
      });
    },
  });
  const { url, close } = await listenOnLoopback(server, port, "the AWS endpoint", "--aws-port");
  return {
    url,
    close: async () => {
      relay.close();
      await close();
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  aws: LocalAws,
  relay: Relay,
  onFault: (error: unknown) => void,
): Promise<void> {
  response.setHeader("x-amzn-requestid", randomUUID());
  const { method = "GET", headers } = request;
  const scope = credentialScope(headers, url);
  if (scope && passedOn.has(scope.service)) return passIfAllowed(request, response, url, scope, aws, relay);

  const body = await readBody(request);
  const exchange: Exchange = {
    aws,
    service: scope?.service ?? "",
    principal: principalOf(scope?.accessKeyId ?? ""),
    method,
    url,
    headers,
    body: body ?? "",
  };
  const { answer, answerError } = protocolOf(exchange);
  const refusal = scope === undefined ? unsigned : body === undefined ? tooLarge : undefined;
  const {
    status,
    headers: answered,
    body: text,
  } = refusal
    ? answerError(exchange, refusal)
    : await answer(exchange).catch((error) => answerError(exchange, toAwsError(error, onFault)));
  response.writeHead(status, { ...answered, "content-length": Buffer.byteLength(text) }).end(text);
}

interface Protocol {
  answer(exchange: Exchange): Promise<Answer>;
  answerError(exchange: Exchange, error: AwsError): Answer;
}

const awsJson: Protocol = { answer: answerAwsJson, answerError: awsJsonError };
const query: Protocol = { answer: answerQuery, answerError: queryError };
const restJson: Protocol = { answer: answerRestJson, answerError: (_exchange, error) => restJsonError(error) };

function protocolOf({ headers }: Exchange): Protocol {
  if (headers["x-amz-target"] !== undefined) return awsJson;
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ? query : restJson;
}

const unsigned = new AwsError(
  "MissingAuthenticationToken",
  "The request is not signed, so this endpoint cannot tell which AWS service it is for. Call it with the AWS CLI or an AWS SDK and any credentials, such as AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local.",
  403,
);
const tooLarge = new AwsError(
  "RequestEntityTooLarge",
  "The body of the request is larger than any service takes.",
  413,
);

function toStandardError(error: unknown): void {
  process.stderr.write(`AWS endpoint: ${error instanceof Error ? error.stack : String(error)}\n`);
}
