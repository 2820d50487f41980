import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";

/** The account that the plans are made for. */
export const ACCOUNT_ID = "123456789012";

export interface AwsEndpoint {
  readonly url: string;
  /** Names of the actions that were asked for, in order. */
  readonly calls: readonly string[];
  /** Definitions that came to be validated. */
  readonly definitions: readonly string[];
  close(): Promise<void>;
}

const validation = z.object({ definition: z.string() });

/**
 * Answers on loopback what `terraform plan` asks AWS before anything exists: who calls, and whether a state machine's
 * definition is one. `more` holds answers to further actions of JSON protocols, by what they are called in the header.
 * Any other action is answered 501, so that a plan that comes to need more says so.
 */
export async function startAwsEndpoint(
  more: Readonly<Record<string, (body: string) => object>> = {},
): Promise<AwsEndpoint> {
  const calls: string[] = [];
  const definitions: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const action = actionOf(request, body);
    calls.push(action);
    if (action === "GetCallerIdentity") {
      response.writeHead(200, { "content-type": "text/xml" }).end(callerIdentity);
    } else if (action === "AWSStepFunctions.ValidateStateMachineDefinition") {
      definitions.push(validation.parse(JSON.parse(body)).definition);
      response
        .writeHead(200, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify({ result: "OK", diagnostics: [], truncated: false }));
    } else if (more[action] !== undefined) {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(more[action](body)));
    } else {
      response
        .writeHead(501, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify({ __type: "NotImplemented", message: `A first plan is not expected to call ${action}.` }));
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error(`The endpoint listens at ${address}, not a port.`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    definitions,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

/** The action as JSON protocols name it in a header, and the query protocol in the body. */
function actionOf(request: IncomingMessage, body: string): string {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return target;
  return new URLSearchParams(body).get("Action") ?? `${request.method} ${request.url}`;
}

const callerIdentity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::${ACCOUNT_ID}:user/planner</Arn>
    <UserId>AIDAPLANNER</UserId>
    <Account>${ACCOUNT_ID}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>`;
