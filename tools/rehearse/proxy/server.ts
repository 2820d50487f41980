import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { type Listening, listenOnLoopback } from "../../support/listen";
import { type Answer, type Call, callOf } from "./call";
import type { Intervention, Pass } from "./intervention";

export interface AwsProxy extends Listening {
  /** How many calls each intervention has handled. */
  readonly counts: ReadonlyMap<Intervention, number>;
  /** How many calls other than reads moto has received. */
  readonly changes: number;
  /** Makes a call as if it had come from outside. */
  readonly call: Pass;
}

export interface ProxyOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Where moto listens. */
  readonly motoUrl: () => string;
  readonly interventions: readonly Intervention[];
  /** Receives faults of the proxy itself. */
  readonly onFault: (problem: string) => void;
}

/** Headers about one connection or its encoding, not about the message. */
const OF_THE_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "expect"]);

/** Actions that change nothing. Receiving messages counts, because a pipe does it all the time. */
const READS = /^(Get|List|Describe|BatchGet|Query|Scan|HEAD |Receive)/i;

/** Serves AWS's APIs on loopback: moto answers, except where an intervention does. */
export async function startProxy({ port, motoUrl, interventions, onFault }: ProxyOptions): Promise<AwsProxy> {
  const agent = new Agent({ keepAlive: true });
  const counts = new Map(interventions.map((intervention) => [intervention, 0]));
  let changes = 0;
  const toMoto: Pass = (call) => {
    if (!READS.test(call.action)) changes += 1;
    return send(call, motoUrl(), agent);
  };
  const chain = [...interventions].reverse().reduce<Pass>(
    (pass, intervention) => async (call) => {
      if (!intervention.concerns(call)) return pass(call);
      counts.set(intervention, (counts.get(intervention) ?? 0) + 1);
      return intervention.answer(call, pass);
    },
    toMoto,
  );

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/", headers } = incoming;
    const call = callOf(method, url, headers, await buffer(incoming));
    const answer = await chain(call);
    // A HEAD answer states the length of a body that it does not have.
    const length = method === "HEAD" ? (answer.headers["content-length"] ?? "0") : answer.body.length;
    for (const [name, value] of Object.entries(answer.headers)) {
      if (!OF_THE_CONNECTION.has(name)) response.setHeader(name, value);
    }
    response.writeHead(answer.status, { "content-length": String(length) }).end(answer.body);
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      // An incomplete request means that the client has disconnected, so nobody waits for an answer.
      if (incoming.complete) onFault(`${incoming.method} ${incoming.url}: ${String(error)}`);
      response.destroy();
    });
  });
  const listening = await listenOnLoopback(server, port, "the proxy", "--port");
  return {
    url: listening.url,
    counts,
    get changes() {
      return changes;
    },
    call: chain,
    close: async () => {
      agent.destroy();
      await listening.close();
    },
  };
}

function send(call: Call, motoUrl: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !OF_THE_CONNECTION.has(name)));
    const outgoing = request(new URL(call.path, motoUrl), {
      method: call.method,
      headers: { ...headers, "content-length": call.body.length },
      agent,
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      buffer(incoming).then(
        (body) => resolve({ status: incoming.statusCode ?? 502, headers: headersOf(incoming), body }),
        reject,
      );
    });
    outgoing.end(call.body);
  });
}

function headersOf(incoming: IncomingMessage): Answer["headers"] {
  return Object.fromEntries(
    Object.entries(incoming.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
