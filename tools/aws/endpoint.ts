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

/** What the endpoint serves. */
export interface Served {
  readonly aws: LocalAws;
  /** The server of S3 and SNS, by its Unix domain socket. It gets their requests as they are. */
  readonly fauxqs: { readonly socket: string };
  /** Gets what went wrong in this program itself; the client receives no more than the message. */
  readonly onFault?: (error: unknown) => void;
}

type Serve = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** Their protocols stream, or put the action where only they look for it. */
const passedOn = new Set(["s3", "sns"]);

/**
 * Serves AWS's protocols to real clients, on loopback only. The scope of the signature names the service. Every call goes
 * through {@link LocalAws}; those of S3 and SNS are only checked there, and served elsewhere.
 */
export class Endpoint {
  private relay: Relay | undefined;

  private constructor(
    private readonly listening: Listening,
    private readonly begin: (serve: Serve) => void,
  ) {}

  /** Listens, before there is anything to serve, for its URL is part of what is served. 0 picks a free port. Rejects where the port is in use. */
  static async listen(port: number): Promise<Endpoint> {
    const { promise, begin } = toBegin();
    const server = createDoor({ serve: (...call) => void promise.then((serve) => serve(...call)) });
    return new Endpoint(await listenOnLoopback(server, port, "the AWS endpoint", "--aws-port"), begin);
  }

  get url(): string {
    return this.listening.url;
  }

  /** Answers calls from now on, those that came before among them. */
  serve({ aws, fauxqs, onFault = toStandardError }: Served): void {
    const relay = new Relay(fauxqs.socket);
    this.relay = relay;
    this.begin((request, response, url) => {
      serve(request, response, url, aws, relay, onFault).catch((error) => {
        // The client went away, or the answer cannot be written: only the log can still say so.
        if (!request.destroyed && !response.destroyed) onFault(error);
        response.destroy();
      });
    });
  }

  async close(): Promise<void> {
    this.relay?.close();
    await this.listening.close();
  }
}

function toBegin(): { promise: Promise<Serve>; begin: (serve: Serve) => void } {
  let begin: (serve: Serve) => void = () => {};
  const promise = new Promise<Serve>((resolve) => {
    begin = resolve;
  });
  return { promise, begin };
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
