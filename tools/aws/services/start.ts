import type { LocalAws } from "../aws";
import type { Deployment } from "../deployment";
import { type BeforeTouch, DynamoDb } from "./dynamodb";
import { Events } from "./events";
import type { Fauxqs } from "./fauxqs";
import { S3 } from "./s3";
import { tellOfObjects } from "./s3/object-events";
import { SecretsManager } from "./secretsmanager";
import { Sns } from "./sns";
import { Sqs } from "./sqs";
import { Sts } from "./sts";

/** The services that keep data, for the checks and the console, which also read the data directly. */
export interface Services {
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly s3: S3;
  readonly events: Events;
  readonly secrets: SecretsManager;
}

/** Starts and registers every service except Step Functions and Lambda, with the resources of the deployment. */
export async function startServices(
  aws: LocalAws,
  deployment: Deployment,
  fauxqs: Fauxqs,
  beforeTouch?: BeforeTouch,
): Promise<Services> {
  const dynamoDb = await DynamoDb.start(deployment, beforeTouch);
  // Queues first: subscriptions of topics deliver to them.
  const sqs = await Sqs.start(deployment, fauxqs);
  const sns = await Sns.start(deployment, fauxqs);
  const s3 = await S3.start(deployment, fauxqs);
  const events = new Events(deployment, aws);
  tellOfObjects(deployment, fauxqs, events);
  const secrets = new SecretsManager(deployment);
  for (const part of [dynamoDb, sqs, sns, s3, events, secrets, new Sts(deployment.accountId)]) aws.register(part);
  return { dynamoDb, sqs, sns, s3, events, secrets };
}
