import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDefinition } from "../../../asl/parse";
import { statesOf } from "../../../asl/states";
import { transitionsOf } from "../../../asl/transitions";
import type { Execution } from "../../../tools/aws/stepfunctions/execution";

/** Ways that any test of this file took, per workflow: `A` for a state that was entered, `A → B` for a step. */
const taken = new Map<string, Set<string>>();

/** Notes the states that the execution entered and the steps that it took. */
export function noteWays(execution: Execution): void {
  // The executions of a distributed Map are named <workflow>/<label>.
  const [workflow = ""] = execution.start.machine.name.split("/");
  const seen = taken.get(workflow) ?? new Set<string>();
  taken.set(workflow, seen);
  const { events } = execution.run.history;
  for (const { details, previousEventId } of events) {
    if (details?.key !== "stateEnteredEventDetails") continue;
    const name = String(details.fields?.name);
    const before = events[previousEventId - 1]?.details;
    seen.add(name);
    if (before?.key === "stateExitedEventDetails") seen.add(`${before.fields?.name} → ${name}`);
  }
}

export function statesEntered({ run }: Execution): string[] {
  return run.history.events.flatMap(({ details }) =>
    details?.key === "stateEnteredEventDetails" ? [String(details.fields?.name)] : [],
  );
}

/** States of the definition, nested ones too, and steps by a Next, Catch, Choice or Default, that no test of this file took. */
export function waysNeverTaken(workflow: string): string[] {
  const seen = taken.get(workflow) ?? new Set();
  const file = join(__dirname, "..", "..", "..", "workflows", `${workflow}.asl.json`);
  const ways = statesOf(parseDefinition(file, readFileSync(file, "utf8"))).flatMap(({ name, state }) => [
    name,
    ...transitionsOf(state).map(({ to }) => `${name} → ${to}`),
  ]);
  return [...new Set(ways)].filter((way) => !seen.has(way));
}
