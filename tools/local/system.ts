import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Deployment,
  fastPace,
  type Lambda,
  type LocalAws,
  localPerson,
  type PolicyAuthorizer,
  realPace,
  type Services,
  type StepFunctions,
  startAws,
  startSchedules,
  TokenWatch,
} from "../aws";
import { type Started, startAll } from "../support/started";
import { serveConsole } from "./console/serve";
import { readDeadLetters } from "./dead-letters";
import { type OrderStatus, readStatuses } from "./order-status";
import { startPlatform } from "./platform";
import { rightsNamed } from "./rights-named";
import { type RunState, readRecords } from "./run-state";
import type { Stock } from "./stock";
import { warehouseOf } from "./warehouse";

export interface SystemOptions {
  readonly env: string;
  /** The folder that cdktf synthesized into. */
  readonly outdir: string;
  readonly stock: Stock;
  readonly port: number;
  readonly awsPort: number;
  readonly fast: boolean;
  /** Permissions to remove: `ROLE ACTION [RESOURCE]`, see {@link rightsNamed}. */
  readonly without: readonly string[];
  /** The simulated approver's decision on an order; undefined for no decision. */
  readonly decide: (orderId: string) => boolean | undefined;
  /** The file for the functions' logs; it is overwritten. */
  readonly functionLog: string;
  readonly report: (problem: string) => void;
}

/** The whole system, as it was synthesized, running on this machine. */
export interface RunningSystem {
  readonly env: string;
  readonly apiUrl: string;
  readonly awsUrl: string;
  /** The parts behind the API and the endpoint, for tools that look closer than those allow. */
  readonly inside: {
    readonly aws: LocalAws;
    readonly authorizer: PolicyAuthorizer;
    readonly deployment: Deployment;
    readonly lambda: Lambda;
    readonly states: StepFunctions;
  };
  readStatuses(orderIds: readonly string[]): Promise<readonly OrderStatus[]>;
  /** Whether intake has finished with the upload of this key. */
  isTakenIn(key: string): Promise<boolean>;
  /** Changes while work goes on. */
  readProgress(): number;
  /** Whether no message waits on a work queue and nothing runs except executions that a schedule started. */
  isQuiet(): Promise<boolean>;
  /** The state that the run left behind, without the outcomes of the orders sent. */
  readState(): Promise<Omit<RunState, "outcomes">>;
  stop(): Promise<void>;
}

/** Starts everything in the order in which the parts need each other. */
export function startSystem(options: SystemOptions): Promise<RunningSystem> {
  return startAll((started) => start(options, started));
}

async function start(options: SystemOptions, started: Started): Promise<RunningSystem> {
  const { env, outdir, stock, report } = options;
  const pace = options.fast ? fastPace : realPace;
  const emulated = await startAws(
    { outdir, env, port: options.awsPort, pace, beforeTouch: warehouseOf(stock.seed), report },
    started,
  );
  const { deployment, aws, authorizer, services, states } = emulated;
  authorizer.take(rightsNamed(options.without, authorizer, env));
  authorizer.record.onDenial((denial) => {
    if (denial.times === 1) report(`Refused: ${denial.message}`);
  });
  const watch = new TokenWatch(aws, localPerson);
  watchServices(services, watch);
  const folder = mkdtempSync(join(tmpdir(), "orders-functions-"));
  started.add(() => rmSync(folder, { recursive: true, force: true }));
  const table = nameOf(deployment, "aws_dynamodb_table");
  const open = () => states.executions().filter(({ status }) => status === "RUNNING");
  const platform = await startPlatform(
    {
      deployment,
      aws,
      secrets: services.secrets,
      events: services.events,
      pace,
      port: options.port,
      folder,
      log: functionLog(options.functionLog, started, watch),
      busy: () => states.busy,
      isRunning: (executionArn) => open().some(({ start }) => start.arn === executionArn),
      decide: options.decide,
      serveLocally: serveConsole({ env, table, aws, principal: localPerson }),
      onAnswer: (call, body) => watch.look(`the answer to ${call}`, body),
      report,
    },
    started,
  );
  services.sns.onNotice(platform.takeNotice);
  const schedules = startSchedules({ deployment, aws, pace, onError: report });
  started.add(() => schedules.stop());
  // Executions end before the parts that they call.
  started.add(() => states.close());
  const { apiUrl, lambda, rules, simulators, isTakenIn } = platform;
  return {
    env,
    apiUrl,
    awsUrl: emulated.url,
    inside: { aws, authorizer, deployment, lambda, states },
    readStatuses: (orderIds) => readStatuses(orderIds, table, aws, localPerson),
    isTakenIn,
    readProgress: () => services.dynamoDb.writes,
    isQuiet: async () => {
      if (rules.pending > 0 || !(await areEmpty(workQueues(deployment), services))) return false;
      // Executions that a schedule starts wait for the clock, and recur.
      return open().every(({ start }) => schedules.targets.has(start.aliasArn ?? start.machine.arn));
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
        leakedTokens: await watch.leaks(),
        largestPayload: states.largestPayload,
      };
    },
    stop: () => started.end(),
  };
}

function watchServices({ sns, events }: Services, watch: TokenWatch): void {
  sns.onNotice(({ topicArn, message }) => watch.look(`a notification of ${topicArn}`, message));
  events.onEvent(({ bus, detail }) => watch.look(`an event on the bus ${bus}`, JSON.stringify(detail)));
}

function functionLog(file: string, started: Started, watch: TokenWatch): (functionName: string, text: string) => void {
  const log = createWriteStream(file);
  started.add(() => new Promise((resolve) => log.end(resolve)));
  // Each function logs JSON Lines with its name, so the file is JSON Lines too.
  return (functionName, text) => {
    watch.look(`the log of ${functionName}`, text);
    log.write(text);
  };
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
