import type { Started } from "../support/started";
import { LocalAws } from "./aws";
import { type Deployment, loadDeployment, localAccountId } from "./deployment";
import { Endpoint } from "./endpoint";
import type { PolicyAuthorizer } from "./iam/authorizer";
import { loadAuthorizer } from "./iam/load";
import type { Pace } from "./pace";
import type { BeforeTouch } from "./services/dynamodb";
import { Fauxqs } from "./services/fauxqs";
import { type Services, startServices } from "./services/start";
import { TaskTokens } from "./stepfunctions/asl/task-tokens";
import { StepFunctions } from "./stepfunctions/service";

export interface AwsOptions {
  /** The output folder of cdktf. */
  readonly outdir: string;
  readonly env: string;
  /** The port of the endpoint; 0 picks a free one. */
  readonly port: number;
  readonly pace: Pace;
  /** Can create an item of a table just before its first use. */
  readonly beforeTouch?: BeforeTouch;
  /** Receives the differences from AWS, one sentence each. */
  readonly report: (notice: string) => void;
}

/**
 * AWS on this machine with the resources of one environment. Functions, pipes, rules and the API are not started yet.
 */
export interface RunningAws {
  /** The endpoint for SDKs and the AWS CLI. */
  readonly url: string;
  readonly deployment: Deployment;
  readonly aws: LocalAws;
  readonly authorizer: PolicyAuthorizer;
  readonly services: Services;
  readonly states: StepFunctions;
}

/**
 * Starts the services of a synthesized environment behind one endpoint, with the environment's own policies. Rejects if
 * the port is in use or if something cannot run as on AWS.
 */
export async function startAws(options: AwsOptions, started: Started): Promise<RunningAws> {
  const { outdir, env, pace, report } = options;
  // The URLs of queues contain the endpoint.
  const endpoint = await Endpoint.listen(options.port);
  started.add(() => endpoint.close());
  const deployment = loadDeployment(outdir, env, { awsUrl: endpoint.url });
  const tokens = new TaskTokens();
  const authorizer = loadAuthorizer(deployment, tokens);
  const aws = new LocalAws(authorizer);
  const fauxqs = await Fauxqs.start({ accountId: localAccountId, region: deployment.region });
  started.add(() => fauxqs.close());
  const services = await startServices(aws, deployment, fauxqs, options.beforeTouch);
  const states = new StepFunctions({ deployment, aws, pace, tokens });
  aws.register(states);
  started.add(() => states.close());
  endpoint.serve({ aws, fauxqs });
  for (const notice of [...authorizer.notices, ...states.notices]) report(notice);
  return { url: endpoint.url, deployment, aws, authorizer, services, states };
}
