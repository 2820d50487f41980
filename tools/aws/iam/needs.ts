import type { AwsCall } from "../aws";
import { dynamodbNeeds } from "./needs/dynamodb";
import { eventsNeeds } from "./needs/events";
import { kmsNeeds } from "./needs/kms";
import { lambdaNeeds } from "./needs/lambda";
import type { Needs, Surroundings } from "./needs/needs";
import { s3Needs } from "./needs/s3";
import { secretsNeeds } from "./needs/secretsmanager";
import { snsNeeds } from "./needs/sns";
import { sqsNeeds } from "./needs/sqs";
import { statesNeeds } from "./needs/states";
import type { AccessRequest } from "./request";

/** By the service's signing name. */
const NEEDS: Readonly<Record<string, Needs>> = {
  dynamodb: dynamodbNeeds,
  events: eventsNeeds,
  "execute-api": (_action, { resource }) => [{ action: "execute-api:Invoke", resource: String(resource) }],
  kms: kmsNeeds,
  lambda: lambdaNeeds,
  s3: s3Needs,
  secretsmanager: secretsNeeds,
  sns: snsNeeds,
  sqs: sqsNeeds,
  states: statesNeeds,
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: it needs no permission.
  sts: () => [],
};

/** All requests that a call needs allowed, including those on keys; undefined for an action whose needs are unknown. */
export function needsOf(
  { service, action, input }: AwsCall,
  around: Surroundings,
): readonly AccessRequest[] | undefined {
  return NEEDS[service]?.(action, input, around);
}
