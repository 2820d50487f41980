import type { Call } from "./call";
import { allIntegrations } from "./integrations/all";
import type { Need } from "./need";

/** The service of a call, as IAM names it, and what the call does. `.waitForTaskToken` changes nothing about rights. */
const INTEGRATION =
  /^arn:[a-z-]+:states:::(?:aws-sdk:)?([a-z0-9]+):([A-Za-z0-9]+(?:\.sync(?::2)?)?)(?:\.waitForTaskToken)?$/;

/** Services that the AWS SDK names differently. */
const SDK_NAMES: Readonly<Record<string, string>> = { sfn: "states", eventbridge: "events" };

/** What a Task's call needs, by IAM's name of its service. Throws Refused for one that is not known. */
export function needsOfTask(call: Call): { readonly service: string; readonly needs: readonly Need[] } {
  const [, named = "", action = ""] = call.integration.match(INTEGRATION) ?? [];
  const service = SDK_NAMES[named] ?? named;
  const integration = allIntegrations.get(`${service}:${action}`);
  if (integration !== undefined) return { service, needs: integration(call) };
  const file = service === "" ? "<service>" : service;
  throw call.refusal(
    "Which rights this call needs is not known",
    `Teach it in stacks/constructs/rights/integrations/${file}.ts, which integrations/all.ts lists: the IAM actions of the call, and the parameter that names its resource`,
  );
}
