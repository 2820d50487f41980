import { isDeepStrictEqual } from "node:util";
import { isDistributedMap, objectsOf } from "../../../asl/states";
import type { Finding } from "../finding";
import { say, type Text } from "../text";
import { doesWork, enclosing, type FlowState } from "./flow";
import type { FlowChange } from "./flow-change";
import { source } from "./note";
import { Ways } from "./ways";

const ERRORS = source("https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html");

/** Which errors of a state nothing catches. `States.Runtime` and `States.DataLimitExceeded` are never caught by States.ALL. */
type Escape =
  | { readonly kind: "none" }
  /** `States.TaskFailed` is caught, which matches any error but this one. */
  | { readonly kind: "timeouts" }
  | { readonly kind: "others"; readonly caught: readonly string[] };

/** New states whose failure ends the execution, since neither they nor a Map or Parallel around them catches it. */
export function uncaughtInNewStates({ before, after, isNew, note }: FlowChange): Finding[] {
  if (isNew) return [];
  const ways = new Ways();
  const added = [...after.states.values()].filter((state) => !before.states.has(state.key) && ways.meets(state));
  const leaves = added.filter((state) => !added.some((inner) => inner.scope.around === state));
  return [
    ...leaves
      .filter((state) => doesWork(state))
      .flatMap((state) => {
        const exposure = escapeOf([state, ...enclosing(state)]);
        if (exposure.kind === "none") return [];
        return [
          note(
            "attention",
            "uncaught-in-new-state",
            say`Nothing catches ${wordsOf(exposure)} of the new state ${state.path}: it ends the execution`,
            { state, details: [ERRORS] },
          ),
        ];
      }),
    ...added
      .filter(({ state }) => state.Type === "Choice" && state.Default === undefined)
      .flatMap((state) => {
        if (escapeOf(enclosing(state), "States.NoChoiceMatched").kind === "none") return [];
        return [
          note(
            "attention",
            "uncaught-in-new-state",
            say`The new Choice ${state.path} has no Default: if no rule matches, States.NoChoiceMatched ends the execution, and nothing catches it`,
            { state, details: [ERRORS] },
          ),
        ];
      }),
    ...expressions(added, note),
  ];
}

/** JSONata states without a Catch of their own, whose expressions may fail. One finding for all of them. */
function expressions(added: readonly FlowState[], note: FlowChange["note"]): Finding[] {
  const failing = added.filter(
    (state) =>
      !doesWork(state) &&
      isJsonata(state) &&
      JSON.stringify(state.state).includes("{%") &&
      escapeOf(enclosing(state), "States.QueryEvaluationError").kind !== "none",
  );
  if (failing.length === 0) return [];
  return [
    note(
      "safe",
      "uncaught-expression",
      say`An expression of ${failing.slice(0, 5).map(({ path }) => path)} that fails (States.QueryEvaluationError) ends the execution: nothing catches it`,
      { details: [ERRORS] },
    ),
  ];
}

function isJsonata(each: FlowState): boolean {
  const { state, scope } = each;
  const outer = enclosing(each).at(-1)?.scope ?? scope;
  return (state.QueryLanguage ?? outer.machine.QueryLanguage) === "JSONata";
}

/** States that stay as they are, but whose failures a Map or Parallel around them no longer catches. */
export function noLongerCaughtAround({ before, after, note }: FlowChange): Finding[] {
  const ways = new Ways();
  const exposed = new Map<
    string,
    { readonly around: FlowState | undefined; readonly states: FlowState[]; readonly words: Text }
  >();
  for (const state of after.states.values()) {
    const old = before.states.get(state.key);
    if (old === undefined || !doesWork(state) || !ways.meets(state)) continue;
    const [was, is] = [old, state].map((each) => escapeOf([each, ...enclosing(each)]));
    // A change of its own Catch is a finding of the comparison state by state.
    if (was === undefined || is === undefined || !catchSame(old, state) || !isWorse(was, is)) continue;
    const around = enclosing(state).find((outer) => {
      const former = before.states.get(outer.key);
      return former !== undefined && !catchSame(former, outer);
    });
    const cause = around?.key ?? state.key;
    const known = exposed.get(cause);
    if (known === undefined) exposed.set(cause, { around, states: [state], words: wordsOf(is) });
    else known.states.push(state);
  }
  return [...exposed.values()].map(({ around, states, words }) => {
    const names = states.slice(0, 5).map(({ path }) => path);
    const more = states.length > 5 ? say` and ${states.length - 5} more` : say``;
    const text =
      around === undefined
        ? say`${names} moves out of the Map or Parallel that caught its failures: nothing catches ${words} now, so it ends the execution`
        : say`${around.path} no longer catches failures of ${names}${more}: nothing else catches ${words}, so it ends the execution`;
    return note("dangerous", "no-longer-caught-around", text, { state: around ?? states[0], details: [ERRORS] });
  });
}

function catchSame(one: FlowState, other: FlowState): boolean {
  return isDeepStrictEqual([...catchersOf(one)].sort(), [...catchersOf(other)].sort());
}

/** @param only look at this error alone */
function escapeOf(chain: readonly FlowState[], only?: string): Escape {
  const caught = new Set(chain.flatMap((state, index) => [...catchersOf(state, index > 0)]));
  if (caught.has("States.ALL") || (only !== undefined && (caught.has(only) || caught.has("States.TaskFailed")))) {
    return { kind: "none" };
  }
  if (caught.has("States.TaskFailed")) return caught.has("States.Timeout") ? { kind: "none" } : { kind: "timeouts" };
  return { kind: "others", caught: [...caught].sort() };
}

/** The errors that a state catches. What fails inside a Map or Parallel has a name of its own there too. */
function catchersOf({ state }: FlowState, isOutside = false): Set<string> {
  const names = objectsOf(state.Catch).flatMap(({ ErrorEquals }) =>
    Array.isArray(ErrorEquals) ? ErrorEquals.map(String) : [],
  );
  const own = isDistributedMap({ name: "", state, enclosing: [] })
    ? ["States.ExceedToleratedFailureThreshold", "States.TaskFailed"]
    : state.Type === "Parallel"
      ? ["States.BranchFailed"]
      : [];
  return new Set(isOutside && own.some((name) => names.includes(name)) ? [...names, "States.ALL"] : names);
}

function isWorse(was: Escape, is: Escape): boolean {
  const rank = { none: 0, timeouts: 1, others: 2 };
  if (was.kind === "others" && is.kind === "others") return was.caught.some((error) => !is.caught.includes(error));
  return rank[is.kind] > rank[was.kind];
}

function wordsOf(exposure: Escape): Text {
  if (exposure.kind === "timeouts") return say`a States.Timeout`;
  if (exposure.kind === "others" && exposure.caught.length > 0) return say`a failure other than ${exposure.caught}`;
  return say`a failure`;
}
