import type { ServerResponse } from "node:http";
import {
  type AwsService,
  type Deployment,
  type Events,
  Lambda,
  type LocalAws,
  type Notice,
  type Pace,
  principalOf,
  Rules,
  startApi,
  startPipes,
} from "../aws";
import type { Started } from "../support/started";
import { Approver } from "./simulators/approver";
import { type Simulators, startSimulators } from "./simulators/start";
import { TakenIn } from "./taken-in";

export interface PlatformOptions {
  readonly deployment: Deployment;
  /** The AWS services that functions, pipes, rules and the API call. */
  readonly aws: LocalAws;
  /** The service that holds the providers' API keys. */
  readonly secrets: AwsService;
  readonly events: Events;
  readonly pace: Pace;
  /** The port of the API; 0 picks a free one. */
  readonly port: number;
  /** A folder for the functions' use only. */
  readonly folder: string;
  /** Receives what a function logs. */
  readonly log: (functionName: string, text: string) => void;
  /** How many tasks of executions are in flight; see {@link startPipes}. */
  readonly busy: () => number;
  readonly isRunning: (executionArn: string) => boolean | Promise<boolean>;
  /** The simulated approver's decision on an order; undefined for no decision. */
  readonly decide: (orderId: string) => boolean | undefined;
  /** Serves paths that exist only in the local run (the console); returns false for a path of the API. */
  readonly serveLocally?: (url: URL, response: ServerResponse) => boolean;
  /** Called with every answer of the API before the caller gets it. */
  readonly onAnswer?: (call: string, body: string) => void;
  /** Receives problems that no caller is waiting for. */
  readonly report: (problem: string) => void;
}

/** Everything around the workflows: functions, pipes, rules, the API, and the simulated outside world. */
export interface Platform {
  readonly apiUrl: string;
  readonly lambda: Lambda;
  readonly rules: Rules;
  readonly simulators: Simulators;
  /** Whether intake has finished with the upload of this key. */
  isTakenIn(key: string): Promise<boolean>;
  /** Receives a notification from any topic. */
  readonly takeNotice: (notice: Notice) => void;
}

/** Starts everything around the workflows of a deployment, whether AWS itself is emulated here or elsewhere. */
export async function startPlatform(options: PlatformOptions, started: Started): Promise<Platform> {
  const { deployment, aws, events, pace, decide, report } = options;
  const simulators = await startSimulators(deployment, options.secrets, pace);
  started.add(() => simulators.close());
  const lambda = new Lambda({
    deployment,
    aws,
    endpointUrl: deployment.awsUrl,
    folder: options.folder,
    log: options.log,
    variables: (_name, deployed) => ({ ...deployed, ...ofNames(simulators.urls, deployed) }),
  });
  started.add(() => lambda.close());
  aws.register(lambda);
  await lambda.warm();
  started.add(startPipes({ deployment, aws, busy: options.busy, onError: report }));
  const rules = new Rules({ deployment, aws, events, pace, onError: report });
  started.add(() => rules.close());
  const takenIn = new TakenIn(rules, options.isRunning);
  const api = await startApi({
    source: deployment,
    aws,
    port: options.port,
    callerOf: (accessKeyId) => principalOf(accessKeyId ?? ""),
    serveLocally: options.serveLocally ?? (() => false),
    report,
    onAnswer: options.onAnswer ?? (() => {}),
  });
  started.add(() => api.close());
  started.add(simulators.carrier.sendEventsTo(api.url));
  const topicArn = String(deployment.one("aws_sns_topic", "-approver").attributes.arn);
  const approver = new Approver({ apiUrl: api.url, topicArn, pace, decide, onError: report });
  started.add(() => approver.stop());
  return { apiUrl: api.url, lambda, rules, simulators, isTakenIn: takenIn.has, takeNotice: approver.take };
}

type Variables = Readonly<Record<string, string>>;

/** The `replacements` for variables that the function has. */
function ofNames(replacements: Variables, deployed: Variables): Variables {
  return Object.fromEntries(Object.entries(replacements).filter(([name]) => Object.hasOwn(deployed, name)));
}
