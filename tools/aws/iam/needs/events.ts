import { isObject } from "../../../support/json";
import type { Needs } from "./needs";

/**
 * The right to put events on a bus. The caller needs no right to the bus's key: EventBridge uses it in its own name.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
 */
export const eventsNeeds: Needs = (action, { Entries: entries }, { region, accountId }) => {
  if (action !== "PutEvents") return undefined;
  const buses = (Array.isArray(entries) ? entries : []).map((entry) => {
    const name = String((isObject(entry) ? entry.EventBusName : undefined) ?? "default");
    return name.startsWith("arn:") ? name : `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
  });
  return [...new Set(buses)].map((resource) => ({ action: "events:PutEvents", resource }));
};
