import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApi } from "./api/server";
import { LocalAws } from "./aws";
import { serveConsole } from "./console/serve";
import { localPerson, principalOf } from "./credentials";
import { readDeadLetters } from "./dead-letters";
import { type Deployment, loadDeployment, localAccountId } from "./deployment";
import { startEndpoint } from "./endpoint";
import { Lambda } from "./lambda/service";
import { type OrderStatus, readStatuses } from "./order-status";
import { fastPace, realPace } from "./pace";
import { startPipes } from "./pipes";
import { type RunState, readRecords } from "./run-state";
import { Fauxqs } from "./services/fauxqs";
import { type Services, startServices } from "./services/start";
import { warehouseOf } from "./services/warehouse";
import { startSimulators } from "./simulators/start";
import { StepFunctions } from "./stepfunctions/service";
import type { Stock } from "./stock";

export interface SystemOptions {
  readonly env: string;
  /** The folder that cdktf synthesized into. */
  readonly outdir: string;
  readonly stock: Stock;
  readonly port: number;
  readonly awsPort: number;
  readonly fast: boolean;
  /** The file that takes what the functions log; it is written anew. */
  readonly functionLog: string;
  readonly report: (problem: string) => void;
}

/** The whole system, as it was synthesized, running on this machine. */
export interface RunningSystem {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readStatuses(orderIds: readonly string[]): Promise<readonly OrderStatus[]>;
  /** Whether nothing runs any more and no message waits to be fulfilled. */
  isQuiet(): Promise<boolean>;
  /** What the run left behind, but for what became of the orders that were sent. */
  readState(): Promise<Omit<RunState, "outcomes">>;
  stop(): Promise<void>;
}

type Variables = Readonly<Record<string, string>>;
type Stop = () => Promise<void> | void;

/** Starts everything in the order in which the parts need each other; what was started is stopped when a part fails. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    // Last started, first stopped: nobody calls a part that is gone.
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return await start(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: SystemOptions, stops: Stop[], stop: () => Promise<void>): Promise<RunningSystem> {
  const { env, outdir, stock } = options;
  const aws = new LocalAws();
  const region = loadDeployment(outdir, env, { awsUrl: "" }).region;
  const fauxqs = await Fauxqs.start({ accountId: localAccountId, region });
  stops.push(() => fauxqs.close());
  const endpoint = await startEndpoint({ aws, port: options.awsPort, fauxqs });
  stops.push(() => endpoint.close());

  // The URLs of queues lead to the endpoint, so the deployment is read once its port is known.
  const deployment = loadDeployment(outdir, env, { awsUrl: endpoint.url });
  const services = await startServices(aws, deployment, fauxqs, warehouseOf(stock.seed));
  const simulators = await startSimulators(deployment, aws, localPerson);
  stops.push(() => simulators.close());
  const folder = mkdtempSync(join(tmpdir(), "orders-functions-"));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const lambda = new Lambda({
    deployment,
    endpointUrl: endpoint.url,
    folder,
    log: functionLog(options.functionLog, stops),
    variables: (_name, deployed) => ({ ...deployed, ...ofNames(simulators.urls, deployed) }),
  });
  stops.push(() => lambda.close());
  aws.register(lambda);
  const states = new StepFunctions({ deployment, aws, pace: options.fast ? fastPace : realPace });
  aws.register(states);
  stops.push(() => states.close());
  await lambda.warm();
  const stopPipes = startPipes({ deployment, aws, busy: () => states.busy, onError: options.report });
  stops.push(async () => {
    // A pipe that waits for messages ends when its queue does.
    await Promise.all([stopPipes(), fauxqs.close()]);
  });

  const table = nameOf(deployment, "aws_dynamodb_table");
  const api = await startApi({
    source: deployment,
    aws,
    port: options.port,
    callerOf: (accessKeyId) => principalOf(accessKeyId ?? ""),
    serveLocally: serveConsole({ env, table, aws, principal: localPerson }),
    report: options.report,
  });
  stops.push(() => api.close());
  return {
    apiUrl: api.url,
    awsUrl: endpoint.url,
    readStatuses: (orderIds) => readStatuses(orderIds, table, aws, localPerson),
    isQuiet: () => isQuiet(deployment, services, states),
    readState: async () => ({
      ...(await readRecords(table, aws, localPerson)),
      initialStock: stock.initial,
      ledger: simulators.payment.ledger,
      shipments: simulators.carrier.shipments,
      deadLetters: await readDeadLetters(queueNames(deployment).filter(isDeadLetterQueue), services.sqs),
      largestPayload: states.largestPayload,
    }),
    stop,
  };
}

function functionLog(file: string, stops: Stop[]): (functionName: string, text: string) => void {
  const log = createWriteStream(file);
  stops.push(() => new Promise((resolve) => log.end(resolve)));
  // The functions log JSON Lines that name the function, so that the file is one as well.
  return (_functionName, text) => {
    log.write(text);
  };
}

/** Of `replacements`, those whose names the function has as variables. */
function ofNames(replacements: Variables, deployed: Variables): Variables {
  return Object.fromEntries(Object.entries(replacements).filter(([name]) => Object.hasOwn(deployed, name)));
}

/** Executions begin with a message of a queue, so nothing runs and nothing will once both are empty. */
async function isQuiet(deployment: Deployment, { sqs }: Services, states: StepFunctions): Promise<boolean> {
  for (const queue of queueNames(deployment).filter((name) => !isDeadLetterQueue(name))) {
    if ((await sqs.inspect(queue)).depth > 0) return false;
  }
  return states.executions().every(({ status }) => status !== "RUNNING");
}

function nameOf(deployment: Deployment, type: string): string {
  return String(deployment.one(type, () => true).attributes.name);
}

function queueNames(deployment: Deployment): string[] {
  return deployment.resources("aws_sqs_queue").map(({ attributes }) => String(attributes.name));
}

function isDeadLetterQueue(name: string): boolean {
  return name.endsWith("-dlq");
}
