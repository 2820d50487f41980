import { dynamodb } from "./dynamodb";
import { events } from "./events";
import type { Integration, Integrations } from "./integration";
import { lambda } from "./lambda";
import { s3 } from "./s3";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { states } from "./states";

/** Services with known rights, by the prefix of their IAM actions. */
const services: Readonly<Record<string, Integrations>> = { dynamodb, events, lambda, s3, sns, sqs, states };

/** Every call with known rights, such as `sqs:sendMessage`. */
export const allIntegrations: ReadonlyMap<string, Integration> = new Map(
  Object.entries(services).flatMap(([service, calls]) =>
    Object.entries(calls).map(([call, integration]) => [`${service}:${call}`, integration] as const),
  ),
);
