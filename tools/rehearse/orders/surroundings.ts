import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { startApi } from "../../aws/api/server";
import { LocalAws } from "../../aws/aws";
import { localPerson } from "../../aws/credentials";
import type { Deployment } from "../../aws/deployment";
import { Lambda } from "../../aws/lambda/service";
import { realPace } from "../../aws/pace";
import { startPipes } from "../../aws/pipes";
import { Events } from "../../aws/services/events";
import { Rules } from "../../aws/services/events/rules";
import type { ObjectCreated } from "../../aws/services/fauxqs/messages";
import { tellOfObjects } from "../../aws/services/s3/object-events";
import { Approver } from "../../local/simulators/approver";
import { startSimulators } from "../../local/simulators/start";
import { allowAll } from "../allow-all";
import type { Pass } from "../proxy/intervention";
import type { PublishedNotice } from "../proxy/interventions/notices";
import { RemoteService, remoteServices } from "../remote-service";

/** What AWS and the world outside do around the deployed workflows, and moto does not. */
export interface Surroundings {
  readonly apiUrl: string;
  readonly aws: LocalAws;
  readonly lambda: Lambda;
  /** Whether intake is through with the upload of this key. */
  isTakenIn(key: string): boolean;
  readonly takeNotice: (notice: PublishedNotice) => void;
  readonly takeObject: (object: ObjectCreated) => void;
  stop(): Promise<void>;
}

export interface SurroundingsOptions {
  readonly deployment: Deployment;
  /** Calls AWS, by way of the proxy. */
  readonly send: Pass;
  /** A folder of its own for the functions and their log. */
  readonly folder: string;
  readonly decide: (orderId: string) => boolean | undefined;
  readonly onError: (problem: string) => void;
}

/**
 * Starts the parts of the local run that stand around the workflows: the API with its templates, the pipe, the rule,
 * the functions, the approver and the providers. Each reads what was deployed, and calls the services behind the proxy.
 */
export async function startSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { deployment, send, folder, decide, onError } = options;
  const aws = new LocalAws(allowAll);
  for (const service of remoteServices) aws.register(new RemoteService(service, deployment.region, send));
  const secrets = new RemoteService("secretsmanager", deployment.region, send);
  const simulators = await startSimulators(deployment, secrets, realPace);
  const log = createWriteStream(join(folder, "functions.log"), { flags: "a" });
  const lambda = new Lambda({
    deployment,
    aws,
    endpointUrl: deployment.awsUrl,
    folder: join(folder, "functions"),
    log: (_name, text) => log.write(text),
    variables: (_name, deployed) => ({ ...deployed, ...ofNames(simulators.urls, deployed) }),
  });
  aws.register(lambda);
  const stopPipes = startPipes({ deployment, aws, busy: () => 0, onError });
  const events = new Events(deployment, aws);
  const objects: ((object: ObjectCreated) => void)[] = [];
  tellOfObjects(deployment, { onObjectCreated: (listen) => void objects.push(listen) }, events);
  const rules = new Rules({ deployment, aws, events, pace: realPace, onError });
  const takenIn = followUploads(rules, aws);
  const api = await startApi({
    source: deployment,
    aws,
    port: 0,
    callerOf: () => localPerson,
    serveLocally: () => false,
    report: onError,
  });
  const stopCarrier = simulators.carrier.tellTo(api.url);
  const topicArn = String(deployment.one("aws_sns_topic", "-approver").attributes.arn);
  const approver = new Approver({ apiUrl: api.url, topicArn, pace: realPace, decide, onError });
  return {
    apiUrl: api.url,
    aws,
    lambda,
    isTakenIn: (key) => takenIn.has(key),
    takeNotice: (notice) => approver.take({ ...notice, at: new Date().toISOString() }),
    takeObject: (object) => {
      for (const listen of objects) listen(object);
    },
    stop: async () => {
      approver.stop();
      stopCarrier();
      await api.close();
      await rules.close();
      await stopPipes();
      await lambda.close();
      await simulators.close();
      log.end();
    },
  };
}

const execution = z.looseObject({ status: z.string() });
const objectEvent = z.looseObject({ object: z.looseObject({ key: z.string() }) });
const LOOK_EVERY_MS = 100;

/** Keys of uploads whose intake has ended. */
function followUploads(rules: Rules, aws: LocalAws): ReadonlySet<string> {
  const ended = new Set<string>();
  rules.onDelivery(({ detail }, { executionArn }) => {
    const { key } = objectEvent.parse(detail).object;
    const untilEnded = async (): Promise<void> => {
      while (executionArn !== undefined && (await isRunning(executionArn, aws))) await delay(LOOK_EVERY_MS);
      ended.add(key);
    };
    // An upload whose end cannot be told is not taken in: the order does not end, and that is told.
    void untilEnded().catch(() => {});
  });
  return ended;
}

async function isRunning(executionArn: string, aws: LocalAws): Promise<boolean> {
  const input = { executionArn };
  const told = await aws.call({ service: "states", action: "DescribeExecution", input, principal: localPerson });
  return execution.parse(told).status === "RUNNING";
}

/** Of `replacements`, those whose names the function has as variables. */
function ofNames(
  replacements: Readonly<Record<string, string>>,
  deployed: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(replacements).filter(([name]) => Object.hasOwn(deployed, name)));
}
