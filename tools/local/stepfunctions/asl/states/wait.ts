import type { JsonValue } from "../../../aws";
import type { DefinitionOf } from "../definition";
import { runtimeError, UnsupportedDefinition } from "../errors";
import { compilePath } from "../paths";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
import { pause } from "../timers";

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
      await pause(visit.run.around.pace.waitMs(Math.max(0, secondsOf(visit, data))), visit.stop);
      return { output: pickOutput(visit, data), next };
    },
  };
}

type Duration = (visit: Visit, data: JsonValue) => number;

function compileDuration(name: string, definition: DefinitionOf<"Wait">): Duration {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = definition;
  if (Seconds !== undefined) return () => Seconds;
  if (Timestamp !== undefined) return () => secondsUntil(Timestamp, `Timestamp == ${Timestamp}`);
  if (SecondsPath !== undefined) {
    const path = compilePath(SecondsPath);
    return (visit, data) => {
      const found = path.read(scopeOf(visit, data));
      if (typeof found === "number" && Number.isInteger(found) && found >= 0) return found;
      throw runtimeError(
        `The SecondsPath parameter cannot be parsed as a long value: ${SecondsPath} == ${JSON.stringify(found)}`,
      );
    };
  }
  if (TimestampPath !== undefined) {
    const path = compilePath(TimestampPath);
    return (visit, data) => {
      const found = path.read(scopeOf(visit, data));
      return secondsUntil(String(found), `${TimestampPath} == ${found}`);
    };
  }
  throw new UnsupportedDefinition(`The Wait state "${name}" needs Seconds, SecondsPath, Timestamp or TimestampPath.`);
}

function secondsUntil(timestamp: string, shown: string): number {
  const at = /T.*(Z|[+-]\d{2}:\d{2})$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (!Number.isNaN(at)) return (at - Date.now()) / 1000;
  throw runtimeError(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${shown}`,
  );
}
