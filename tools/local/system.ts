import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApi } from "../aws/api/server";
import { LocalAws } from "../aws/aws";
import { localPerson, principalOf } from "../aws/credentials";
import { type Deployment, loadDeployment, localAccountId } from "../aws/deployment";
import { startEndpoint } from "../aws/endpoint";
import type { PolicyAuthorizer } from "../aws/iam/authorizer";
import { loadAuthorizer } from "../aws/iam/load";
import { Lambda } from "../aws/lambda/service";
import { fastPace, realPace } from "../aws/pace";
import { startPipes } from "../aws/pipes";
import { startSchedules } from "../aws/schedules";
import { Rules } from "../aws/services/events/rules";
import { Fauxqs } from "../aws/services/fauxqs";
import { type Services, startServices } from "../aws/services/start";
import { StepFunctions } from "../aws/stepfunctions/service";
import { TokenWatch } from "../aws/token-watch";
import { serveConsole } from "./console/serve";
import { readDeadLetters } from "./dead-letters";
import { type OrderStatus, readStatuses } from "./order-status";
import { rightsNamed } from "./rights-named";
import { type RunState, readRecords } from "./run-state";
import { Approver } from "./simulators/approver";
import { startSimulators } from "./simulators/start";
import type { Stock } from "./stock";
import { TakenIn } from "./taken-in";
import { warehouseOf } from "./warehouse";

export interface SystemOptions {
  readonly env: string;
  /** The folder that cdktf synthesized into. */
  readonly outdir: string;
  readonly stock: Stock;
  readonly port: number;
  readonly awsPort: number;
  readonly fast: boolean;
  /** Permissions that are taken away: `<end of the role's name> <action>`, and the end of the resource's ARN. */
  readonly without: readonly string[];
  /** What the simulated approver says to an order; undefined where it says nothing. */
  readonly decide: (orderId: string) => boolean | undefined;
  /** The file that takes what the functions log; it is written anew. */
  readonly functionLog: string;
  readonly report: (problem: string) => void;
}

/** The whole system, as it was synthesized, running on this machine. */
export interface RunningSystem {
  readonly env: string;
  readonly apiUrl: string;
  readonly awsUrl: string;
  /** What is behind the API and the endpoint, for who looks closer than they let. */
  readonly inside: {
    readonly aws: LocalAws;
    readonly authorizer: PolicyAuthorizer;
    readonly deployment: Deployment;
    readonly lambda: Lambda;
    readonly states: StepFunctions;
  };
  readStatuses(orderIds: readonly string[]): Promise<readonly OrderStatus[]>;
  /** Whether intake is through with the upload of this key. */
  isTakenIn(key: string): boolean;
  /** Changes while work goes on. */
  readProgress(): number;
  /** Whether nothing runs any more, but what waits for the clock, and no message waits to be fulfilled. */
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
  const planned = loadDeployment(outdir, env, { awsUrl: "" });
  const { region } = planned;
  // Who may bring a task token back depends on who waits for it, and nobody does before the state machines are loaded.
  let waitsFor: (token: string) => string | undefined = () => undefined;
  const authorizer = loadAuthorizer(planned, (token) => waitsFor(token));
  for (const notice of authorizer.notices) options.report(notice);
  authorizer.take(rightsNamed(options.without, authorizer, env));
  authorizer.record.onDenial((denial) => {
    if (denial.times === 1) options.report(`Refused: ${denial.message}`);
  });
  const aws = new LocalAws(authorizer);
  const fauxqs = await Fauxqs.start({ accountId: localAccountId, region });
  stops.push(() => fauxqs.close());
  const endpoint = await startEndpoint({ aws, port: options.awsPort, fauxqs });
  stops.push(() => endpoint.close());

  // The URLs of queues lead to the endpoint, so the deployment is read once its port is known.
  const deployment = loadDeployment(outdir, env, { awsUrl: endpoint.url });
  const services = await startServices(aws, deployment, fauxqs, warehouseOf(stock.seed));
  const pace = options.fast ? fastPace : realPace;
  const simulators = await startSimulators(deployment, services.secrets, pace);
  stops.push(() => simulators.close());
  const watch = new TokenWatch(aws, localPerson);
  watchServices(services, watch);
  const folder = mkdtempSync(join(tmpdir(), "orders-functions-"));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const lambda = new Lambda({
    deployment,
    aws,
    endpointUrl: endpoint.url,
    folder,
    log: functionLog(options.functionLog, stops, watch),
    variables: (_name, deployed) => ({ ...deployed, ...ofNames(simulators.urls, deployed) }),
  });
  stops.push(() => lambda.close());
  aws.register(lambda);
  const states = new StepFunctions({ deployment, aws, pace });
  for (const notice of states.notices) options.report(notice);
  waitsFor = (token) => states.waitsFor(token);
  aws.register(states);
  stops.push(() => states.close());
  await lambda.warm();
  const stopPipes = startPipes({ deployment, aws, busy: () => states.busy, onError: options.report });
  stops.push(async () => {
    // A pipe that waits for messages ends when its queue does.
    await Promise.all([stopPipes(), fauxqs.close()]);
  });

  const onError = options.report;
  const rules = new Rules({ deployment, aws, events: services.events, pace, onError });
  stops.push(() => rules.close());
  const isRunning = (arn: string) =>
    states.executions().some(({ start, status }) => start.arn === arn && status === "RUNNING");
  const takenIn = new TakenIn(rules, isRunning);
  const schedules = startSchedules({ deployment, aws, pace, onError });
  stops.push(() => schedules.stop());

  const table = nameOf(deployment, "aws_dynamodb_table");
  const api = await startApi({
    source: deployment,
    aws,
    port: options.port,
    callerOf: (accessKeyId) => principalOf(accessKeyId ?? ""),
    serveLocally: serveConsole({ env, table, aws, principal: localPerson }),
    report: options.report,
    onAnswer: (call, body) => watch.look(`the answer to ${call}`, body),
  });
  stops.push(() => api.close());
  stops.push(simulators.carrier.tellTo(api.url));
  const topicArn = String(deployment.one("aws_sns_topic", "-approver").attributes.arn);
  const approver = new Approver({ apiUrl: api.url, topicArn, pace, decide: options.decide, onError });
  services.sns.onNotice(approver.take);
  stops.push(() => approver.stop());
  return {
    env,
    apiUrl: api.url,
    awsUrl: endpoint.url,
    inside: { aws, authorizer, deployment, lambda, states },
    readStatuses: (orderIds) => readStatuses(orderIds, table, aws, localPerson),
    isTakenIn: takenIn.has,
    readProgress: () => services.dynamoDb.writes,
    isQuiet: async () => {
      if (rules.pending > 0 || !(await areEmpty(workQueues(deployment), services))) return false;
      const open = states.executions().filter(({ status }) => status === "RUNNING");
      // What the clock starts waits for it, and comes again and again.
      return open.every(({ start }) => schedules.targets.has(start.aliasArn ?? start.machine.arn));
    },
    readState: async () => {
      const deadLetters = await readDeadLetters(queueNames(deployment).filter(isDeadLetterQueue), services.sqs);
      for (const { queue, body } of deadLetters) watch.look(queue, body);
      return {
        ...(await readRecords(table, aws, localPerson)),
        initialStock: stock.initial,
        ledger: simulators.payment.ledger,
        shipments: simulators.carrier.shipments,
        deadLetters,
        toldTokens: await watch.leaks(),
        largestPayload: states.largestPayload,
      };
    },
    stop,
  };
}

function watchServices({ sns, events }: Services, watch: TokenWatch): void {
  sns.onNotice(({ topicArn, message }) => watch.look(`a notice of ${topicArn}`, message));
  events.onEvent(({ bus, detail }) => watch.look(`an event of the bus ${bus}`, JSON.stringify(detail)));
}

function functionLog(file: string, stops: Stop[], watch: TokenWatch): (functionName: string, text: string) => void {
  const log = createWriteStream(file);
  stops.push(() => new Promise((resolve) => log.end(resolve)));
  // The functions log JSON Lines that name the function, so that the file is one as well.
  return (functionName, text) => {
    watch.look(`the log of ${functionName}`, text);
    log.write(text);
  };
}

/** Of `replacements`, those whose names the function has as variables. */
function ofNames(replacements: Variables, deployed: Variables): Variables {
  return Object.fromEntries(Object.entries(replacements).filter(([name]) => Object.hasOwn(deployed, name)));
}

async function areEmpty(queues: readonly string[], { sqs }: Services): Promise<boolean> {
  for (const queue of queues) if ((await sqs.inspect(queue)).depth > 0) return false;
  return true;
}

function nameOf(deployment: Deployment, type: string): string {
  return String(deployment.one(type, () => true).attributes.name);
}

function queueNames(deployment: Deployment): string[] {
  return deployment.resources("aws_sqs_queue").map(({ attributes }) => String(attributes.name));
}

function workQueues(deployment: Deployment): string[] {
  return queueNames(deployment).filter((name) => !isDeadLetterQueue(name));
}

function isDeadLetterQueue(name: string): boolean {
  return name.endsWith("-dlq");
}
