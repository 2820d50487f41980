import { isDistributedMap, objectsOf } from "../../../asl/states";
import { say, type Text } from "../text";
import type { Site } from "./compare";
import { label } from "./sites";

/** What becomes of a failure of a state. */
export type Fate =
  | { readonly kind: "caught"; readonly by: Site; readonly next: unknown }
  /** It ends the execution, after failing the states in `through`, the innermost first. */
  | { readonly kind: "ends"; readonly through: readonly Site[] }
  /** It fails one child execution of a distributed Map, which may tolerate that. */
  | { readonly kind: "item"; readonly map: Site };

/** Where an error of a state leads: to its own Catch, to that of a Map or Parallel around it, or to the end. */
export function fateOf(site: Site, error: string): Fate {
  const through: Site[] = [];
  for (let at: Site | undefined = site; at !== undefined; at = at.scope.around) {
    if (at !== site) {
      if (isDistributedMap({ ...at, enclosing: [] })) return { kind: "item", map: at };
      through.push(at);
    }
    const catcher = objectsOf(at.state.Catch).find(({ ErrorEquals }) => matches(ErrorEquals, error));
    if (catcher !== undefined) return { kind: "caught", by: at, next: catcher.Next };
  }
  return { kind: "ends", through };
}

/** As in "a failed Charge ends the execution". */
export function fateWords(fate: Fate, of: Site): Text {
  if (fate.kind === "item") return say`fails that item of the Map ${label(fate.map)}`;
  if (fate.kind === "caught") {
    if (fate.by === of) return say`goes to ${String(fate.next)}`;
    return say`fails the whole ${typeOf(fate.by)} ${label(fate.by)}, whose Catch goes to ${String(fate.next)}`;
  }
  const outer = fate.through.at(-1);
  if (outer === undefined) return say`ends the execution`;
  return say`fails the whole ${typeOf(outer)} ${label(outer)} and ends the execution`;
}

/** As in "instead of going to X". */
export function fateInstead(fate: Fate, of: Site): Text {
  if (fate.kind === "caught" && fate.by === of) return say`going to ${String(fate.next)}`;
  if (fate.kind === "caught") return say`reaching the Catch of ${label(fate.by)}, which goes to ${String(fate.next)}`;
  return fate.kind === "item" ? say`failing one item of the Map ${label(fate.map)}` : say`ending the execution`;
}

/** Whether a retrier or catcher with these errors takes an error. Source: https://states-language.net/spec.html#error-names */
export function matches(errorEquals: unknown, error: string): boolean {
  if (!Array.isArray(errorEquals)) return false;
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (name === "States.ALL") return !UNCATCHABLE.includes(error);
    return name === "States.TaskFailed" && !["States.ALL", "States.Timeout", ...UNCATCHABLE].includes(error);
  });
}

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const UNCATCHABLE = ["States.DataLimitExceeded", "States.Runtime"];

function typeOf({ state }: Site): Text {
  return state.Type === "Map" ? say`Map` : say`Parallel`;
}
