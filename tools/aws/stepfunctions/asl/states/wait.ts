import type { JsonValue } from "../../../../support/json";
import { TIMESTAMP } from "../choices";
import type { DefinitionOf } from "../definition";
import { runtimeError, UnsupportedDefinition } from "../errors";
import { compilePath } from "../paths";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
import { pause } from "../timers";

/** AWS waits for 24,855 days and refuses 24,856: test_wait, test_timestamp_too_far_in_future_boundary. */
const LONGEST_WAIT_SECONDS = 2 ** 31 - 1;

export function compileWait(name: string, definition: DefinitionOf<"Wait">): State {
  const pickInput = compilePicker(definition.InputPath);
  const pickOutput = compilePicker(definition.OutputPath);
  const secondsOf = compileDuration(name, definition);
  const next = nextOf(definition);
  return {
    name,
    type: "Wait",
    targets: next === undefined ? [] : [next],
    run: async (visit) => {
      const data = pickInput(visit, visit.input);
      visit.test?.see({ afterInputPath: data });
      const seconds = secondsOf(visit, data);
      if (seconds > LONGEST_WAIT_SECONDS) throw runtimeError("Wait state delay is too long.");
      await pause(visit.run.around.pace.waitMs(Math.max(0, seconds)), visit.stop);
      return { output: pickOutput(visit, data), next };
    },
  };
}

type Duration = (visit: Visit, data: JsonValue) => number;

function compileDuration(name: string, definition: DefinitionOf<"Wait">): Duration {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = definition;
  if (Seconds !== undefined) return () => Seconds;
  if (Timestamp !== undefined) {
    const at = epochMs(Timestamp);
    if (at === undefined)
      throw new UnsupportedDefinition(`Timestamp "${Timestamp}" does not match an RFC3339 timestamp.`);
    return () => (at - Date.now()) / 1000;
  }
  if (SecondsPath !== undefined) {
    const path = compilePath(SecondsPath);
    return (visit, data) => {
      const found = path.read(scopeOf(visit, data));
      if (typeof found === "number" && Number.isInteger(found) && found >= 0) return found;
      throw runtimeError(`The SecondsPath parameter ${faultOf(found, SecondsPath)}`);
    };
  }
  if (TimestampPath !== undefined) {
    const path = compilePath(TimestampPath);
    return (visit, data) => {
      const found = path.read(scopeOf(visit, data));
      const at = epochMs(found);
      if (at !== undefined) return (at - Date.now()) / 1000;
      throw runtimeError(
        `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${TimestampPath} == ${found}`,
      );
    };
  }
  throw new UnsupportedDefinition(`The Wait state "${name}" needs Seconds, SecondsPath, Timestamp or TimestampPath.`);
}

/** The fault of a number of seconds, in AWS's words: test_wait and test_logs. */
function faultOf(found: JsonValue | undefined, path: string): string {
  if (found === undefined) return `does not reference an input value: ${path}`;
  const shown = `${path} == ${JSON.stringify(found)}`;
  if (typeof found === "number" && Number.isInteger(found)) return `references a negative value: ${shown}`;
  return `cannot be parsed as a long value: ${shown}`;
}

function epochMs(timestamp: JsonValue | undefined): number | undefined {
  if (typeof timestamp !== "string" || !TIMESTAMP.test(timestamp)) return undefined;
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? undefined : at;
}
