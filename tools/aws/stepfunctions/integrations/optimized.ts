import { randomUUID } from "node:crypto";
import { isObject, type JsonObject, type JsonValue } from "../../../support/json";
import type { LocalAws } from "../../aws";
import { runtimeError } from "../asl/errors";
import type { TaskCaller, TaskResource } from "../asl/run";
import { named, optimizedNaming } from "./failures";
import {
  dynamodbHeaders,
  dynamodbRequestId,
  type Headers,
  jsonHeaders,
  lambdaHeaders,
  snsHeaders,
  withMetadata,
} from "./metadata";
import { principalOf } from "./principal";

/** The service behind an optimized integration, by its name in the Resource. */
interface Family {
  /** The signing name, if it differs from the name in the Resource. */
  readonly service: string;
  /** The prefix of its error names. */
  readonly prefix: string;
  /** The Java SDK's names of the service and its general exception. */
  readonly sdkService: string;
  readonly generalException: string;
  /** The response headers, for the metadata of a result; undefined if AWS adds no metadata. */
  readonly headers?: Headers;
  /** Makes a request id, if the service does not use UUIDs. */
  readonly requestId?: () => string;
}

const FAMILIES: Readonly<Record<string, Family>> = {
  dynamodb: {
    service: "dynamodb",
    prefix: "DynamoDB",
    sdkService: "AmazonDynamoDBv2",
    generalException: "AmazonDynamoDBException",
    headers: dynamodbHeaders,
    requestId: dynamodbRequestId,
  },
  events: {
    service: "events",
    prefix: "EventBridge",
    sdkService: "AmazonEventBridge",
    generalException: "AmazonEventBridgeException",
  },
  lambda: {
    service: "lambda",
    prefix: "Lambda",
    sdkService: "AWSLambda",
    generalException: "AWSLambdaException",
    headers: lambdaHeaders,
  },
  sns: {
    service: "sns",
    prefix: "SNS",
    sdkService: "AmazonSNS",
    generalException: "AmazonSNSException",
    headers: snsHeaders,
  },
  sqs: {
    service: "sqs",
    prefix: "SQS",
    sdkService: "AmazonSQS",
    generalException: "AmazonSQSException",
    headers: jsonHeaders,
  },
  states: {
    service: "states",
    prefix: "StepFunctions",
    sdkService: "AWSStepFunctions",
    generalException: "AWSStepFunctionsException",
    headers: jsonHeaders,
  },
};

/** The mappings of one integration: from its parameters to the call's input, and from the answer to its result. */
export interface Optimized {
  readonly resourceType: keyof typeof FAMILIES;
  readonly resource: string;
  readonly action: string;
  input?(parameters: JsonObject, caller: TaskCaller): JsonObject;
  result?(answer: JsonObject): JsonObject;
}

export function optimizedResource(aws: LocalAws, integration: Optimized): TaskResource {
  const { resourceType, resource, action } = integration;
  const family = FAMILIES[resourceType];
  if (!family) throw new Error(`The integration ${resourceType}:${resource} names no service.`);
  const naming = optimizedNaming(family.prefix, family.sdkService, family.generalException);
  return {
    resourceType,
    resource,
    run: async (parameters, caller, clock) => {
      if (!isObject(parameters)) throw unusable(parameters);
      const input = integration.input?.(parameters, caller) ?? parameters;
      const call = aws.call({
        service: family.service,
        action,
        input,
        principal: principalOf(caller),
        ...(clock && { clock }),
      });
      const answer = await named(call, family.prefix, naming);
      const result = integration.result?.(answer) ?? answer;
      if (!family.headers) return result;
      return withMetadata(result, answer, family.headers, (family.requestId ?? randomUUID)());
    },
  };
}

/** AWS refuses parameters that are not an object before any call. */
export function unusable(parameters: JsonValue) {
  return runtimeError(
    `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: they must be an object`,
  );
}

/** Text as it is, anything else as JSON text: for fields in which a definition may write an object. */
export function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
