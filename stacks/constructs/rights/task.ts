import type { Call } from "./call";
import { allIntegrations } from "./integrations/all";
import type { Need } from "./need";

/** The service and the action of a call. `.waitForTaskToken` needs no other rights. */
const INTEGRATION =
  /^arn:[a-z-]+:states:::(?:aws-sdk:)?([a-z0-9]+):([A-Za-z0-9]+(?:\.sync(?::2)?)?)(?:\.waitForTaskToken)?$/;

/** Services whose names differ between the AWS SDK and IAM. */
const SDK_NAMES: Readonly<Record<string, string>> = { sfn: "states", eventbridge: "events" };

/** What a Task's call needs, with IAM's name of the service. Throws Refused for an unknown call. */
export function needsOfTask(call: Call): { readonly service: string; readonly needs: readonly Need[] } {
  const [, named = "", action = ""] = call.integration.match(INTEGRATION) ?? [];
  const service = SDK_NAMES[named] ?? named;
  const integration = allIntegrations.get(`${service}:${action}`);
  if (integration !== undefined) return { service, needs: integration(call) };
  const file = service === "" ? "<service>" : service;
  throw call.refusal(
    "It is not known which rights this call needs",
    `Add it to stacks/constructs/rights/integrations/${file}.ts, listed in integrations/all.ts: the call's IAM actions, and the parameter that names its resource`,
  );
}
