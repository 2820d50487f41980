import type { LocalAws } from "../../aws";
import { UnsupportedDefinition } from "../asl/errors";
import type { ResourceFinder, TaskResource } from "../asl/run";
import { dynamodb } from "./dynamodb";
import { events } from "./events";
import { lambda } from "./lambda";
import { type Optimized, optimizedResource } from "./optimized";
import { sdkResource } from "./sdk";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { states } from "./states";

const OPTIMIZED: readonly Optimized[] = [...dynamodb, ...events, ...lambda, ...sns, ...sqs, ...states];
/** The optimized integrations that can wait for a token. Every aws-sdk:* integration can. */
const CALLBACKS: readonly string[] = ["events", "lambda", "sns", "sqs", "states"];
const RESOURCE = /^arn:[\w-]+:states:[\w-]*:\d*:(?:aws-sdk:)?([\w-]+):(\w+)(\.\w+(?::\d)?)?$/;

/** Finds the local run's integration that a Task's Resource names. */
export function resourceFinder(aws: LocalAws): ResourceFinder {
  return (text) => {
    const [, service, resource, pattern] = RESOURCE.exec(text) ?? [];
    if (!service || !resource)
      throw new UnsupportedDefinition(
        `Resource "${text}" is not a service integration. Expected arn:aws:states:::<service>:<action>, for a function arn:aws:states:::lambda:invoke.`,
      );
    const isSdk = text.includes(":aws-sdk:");
    const found = isSdk ? sdkResource(aws, service, resource) : optimized(aws, service, resource);
    if (!pattern) return found;
    if (pattern === ".waitForTaskToken" && (isSdk || CALLBACKS.includes(service))) return waiting(found);
    throw new UnsupportedDefinition(
      `Resource "${text}": the local run does not wait for "${pattern}". It waits for .waitForTaskToken, of aws-sdk:* and of ${CALLBACKS.join(", ")}.`,
    );
  };
}

function waiting(found: TaskResource): TaskResource {
  return { ...found, resource: `${found.resource}.waitForTaskToken`, waitsForToken: true };
}

function optimized(aws: LocalAws, service: string, resource: string): TaskResource {
  const integration = OPTIMIZED.find((known) => known.resourceType === service && known.resource === resource);
  if (integration) return optimizedResource(aws, integration);
  const known = OPTIMIZED.map((one) => `${one.resourceType}:${one.resource}`).join(", ");
  throw new UnsupportedDefinition(
    `The local run has no integration "${service}:${resource}". It has: ${known}, aws-sdk:*.`,
  );
}
