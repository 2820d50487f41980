import { objectsOf } from "../../../../asl/states";
import type { Call } from "../call";
import type { Resource } from "../resource";
import type { Integrations } from "./integration";

/** The bus itself uses the key that encrypts it, so a caller that sends events needs no right on the key. */
export const events: Integrations = {
  putEvents: (call) => busesOf(call).map((on) => ({ actions: ["PutEvents"], on })),
};

function busesOf(call: Call): readonly Resource[] {
  if (call.isMadeAtRunTime("Entries")) return call.reachable("Entries");
  const entries = objectsOf(call.value("Entries")).map((entry) => call.part(entry));
  if (entries.length === 0) throw call.refusal("Entries is missing", "Write the events");
  return entries.flatMap((entry) => {
    const namesNoBus = !entry.isMadeAtRunTime("EventBusName") && entry.value("EventBusName") === undefined;
    return namesNoBus ? [{ arn: call.around.arnOf("events", "event-bus/default") }] : entry.resources("EventBusName");
  });
}
