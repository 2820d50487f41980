import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  type Deployment,
  Events,
  type Lambda,
  LocalAws,
  localPerson,
  type ObjectCreated,
  realPace,
  tellOfObjects,
} from "../../aws";
import { startPlatform } from "../../local/platform";
import { type Started, startAll } from "../../support/started";
import { allowAll } from "../allow-all";
import type { Pass } from "../proxy/intervention";
import type { PublishedNotice } from "../proxy/interventions/notices";
import { RemoteService, remoteServices } from "../remote-service";

/** The parts of AWS and of the outside world around the deployed workflows that moto lacks. */
export interface Surroundings {
  readonly apiUrl: string;
  readonly aws: LocalAws;
  readonly lambda: Lambda;
  /** Whether intake has finished with the upload of this key. */
  isTakenIn(key: string): Promise<boolean>;
  readonly takeNotice: (notice: PublishedNotice) => void;
  readonly takeObject: (object: ObjectCreated) => void;
  stop(): Promise<void>;
}

export interface SurroundingsOptions {
  readonly deployment: Deployment;
  /** Calls AWS through the proxy. */
  readonly send: Pass;
  /** A folder for the functions and their log only. */
  readonly folder: string;
  readonly decide: (orderId: string) => boolean | undefined;
  readonly onError: (problem: string) => void;
}

/** Starts the surroundings as the local run does. AWS itself is behind the proxy. */
export function startSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  return startAll((started) => start(options, started));
}

async function start(options: SurroundingsOptions, started: Started): Promise<Surroundings> {
  const { deployment, send, folder, decide, onError } = options;
  const aws = new LocalAws(allowAll);
  for (const service of remoteServices) aws.register(new RemoteService(service, deployment.region, send));
  const log = createWriteStream(join(folder, "functions.log"), { flags: "a" });
  started.add(() => log.end());
  const events = new Events(deployment, aws);
  const objects: ((object: ObjectCreated) => void)[] = [];
  tellOfObjects(deployment, { onObjectCreated: (listen) => void objects.push(listen) }, events);
  const { apiUrl, lambda, isTakenIn, takeNotice } = await startPlatform(
    {
      deployment,
      aws,
      secrets: new RemoteService("secretsmanager", deployment.region, send),
      events,
      pace: realPace,
      port: 0,
      folder: join(folder, "functions"),
      log: (_name, text) => log.write(text),
      busy: () => 0,
      isRunning: (executionArn) => isRunning(executionArn, aws),
      decide,
      report: onError,
    },
    started,
  );
  return {
    apiUrl,
    aws,
    lambda,
    isTakenIn,
    takeNotice: (notice) => takeNotice({ ...notice, at: new Date().toISOString() }),
    takeObject: (object) => {
      for (const listen of objects) listen(object);
    },
    stop: () => started.end(),
  };
}

const execution = z.looseObject({ status: z.string() });
async function isRunning(executionArn: string, aws: LocalAws): Promise<boolean> {
  const input = { executionArn };
  const output = await aws.call({ service: "states", action: "DescribeExecution", input, principal: localPerson });
  return execution.parse(output).status === "RUNNING";
}
