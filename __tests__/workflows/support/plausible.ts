import type { AslObject } from "../../../asl/states";
import { isObject, type JsonObject } from "../../../tools/support/json";

/** An answer to a Task that has every field which its ResultSelector takes, each with its own name as its value. */
export function plausibleAnswer({ ResultSelector }: AslObject): JsonObject {
  const answer: JsonObject = {};
  for (const path of Object.values(Object(ResultSelector))) {
    if (typeof path !== "string" || !/^\$(\.\w+)+$/.test(path)) continue;
    const steps = path.split(".").slice(1);
    const last = steps.pop() ?? "";
    let inner = answer;
    for (const step of steps) {
      const known = inner[step];
      const next = isObject(known) ? known : {};
      inner[step] = next;
      inner = next;
    }
    inner[last] ??= last;
  }
  return answer;
}
