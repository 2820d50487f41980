import { cyclesIn, shortestPath } from "../../../asl/graph";
import { objectsOf, statesOf } from "../../../asl/states";
import type { Finding } from "../finding";
import { join, say, type Text } from "../text";
import { patternOf } from "../workflows/work";
import { type FlowState, isEnd, type Scope, waysOut } from "./flow";
import type { FlowChange } from "./flow-change";
import { source } from "./note";
import { BEGINNING, isState, type Place, Ways } from "./ways";

const QUOTAS = source("https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html");

/** States that can all lead to each other. */
interface Loop {
  readonly states: ReadonlySet<FlowState>;
  /** The states of it that can lead out of it, or end. */
  readonly exits: readonly FlowState[];
  readonly waits: boolean;
  readonly counts: boolean;
}

/** Loops that are new, or that have lost their way out or what slows them. */
export function loops({ before, after, note }: FlowChange): Finding[] {
  const old = before.scopes.flatMap((scope) => loopsOf(scope));
  const ways = new Ways();
  return after.scopes.flatMap((scope) =>
    loopsOf(scope, ways).flatMap((loop) => {
      const kept = [...loop.states].filter(({ key }) => before.states.has(key)).map(({ key }) => key);
      const former = old.find(({ states }) => {
        const keys = new Set([...states].map(({ key }) => key));
        return kept.length > 0 && kept.every((key) => keys.has(key));
      });
      return former === undefined ? [newLoop(loop, ways, note)] : changedLoop(former, loop, ways, note);
    }),
  );
}

function newLoop(loop: Loop, ways: Ways, note: FlowChange["note"]): Finding {
  const [state] = loop.states;
  const path = pathOf(loop, ways);
  const more = { state, details: [QUOTAS] };
  if (loop.exits.length === 0) {
    return note(
      "dangerous",
      "loop-endless",
      say`A new loop without an end: ${path}. Nothing leads out of it, so an execution runs it until it fails, times out or has 25,000 events of history`,
      more,
    );
  }
  const leaves = say`it ends at ${loop.exits.slice(0, 3).map((exit) => exit.name)}`;
  if (!loop.waits && !loop.counts) {
    return note(
      "attention",
      "loop-unpaced",
      say`A new loop: ${path}; ${leaves}, but neither waits nor counts its turns, so it may run as fast as its states do`,
      more,
    );
  }
  return note(
    "attention",
    "loop-new",
    say`A new loop: ${path}; ${leaves}, and ${loop.waits ? say`waits in each turn` : say`a Choice compares a number or time`}`,
    more,
  );
}

function changedLoop(before: Loop, after: Loop, ways: Ways, note: FlowChange["note"]): Finding[] {
  const [state] = after.states;
  const more = { state, details: [QUOTAS] };
  if (before.exits.length > 0 && after.exits.length === 0) {
    return [
      note(
        "dangerous",
        "loop-endless",
        say`The loop ${pathOf(after, ways)} becomes one without an end: nothing leads out of it any more`,
        more,
      ),
    ];
  }
  if (before.waits && !after.waits && !after.counts) {
    return [
      note(
        "attention",
        "loop-unpaced",
        say`The loop ${pathOf(after, ways)} no longer waits in its turns, so it may run as fast as its states do`,
        more,
      ),
    ];
  }
  if (before.counts && !after.counts) {
    return [
      note(
        "attention",
        "loop-unbounded",
        say`The loop ${pathOf(after, ways)} no longer has a Choice that ends it by a number or time`,
        more,
      ),
    ];
  }
  return [];
}

function loopsOf(scope: Scope, ways = new Ways()): Loop[] {
  return cyclesIn(ways.graph(scope)).flatMap((cycle) => {
    const states = new Set([...cycle].filter(isState));
    const [first] = states;
    if (first === undefined || !ways.meets(first)) return [];
    const exits = [...states].filter((state) => isEnd(state) || waysOut(state).some(({ to }) => !states.has(to)));
    return [{ states, exits, waits: [...states].some(waits), counts: exits.some(counts) }];
  });
}

/** Whether a state, or one inside it, waits for a time or for someone's answer. */
function waits({ name, state }: FlowState): boolean {
  return statesOf({ States: { [name]: state } }).some(
    (each) =>
      each.state.Type === "Wait" ||
      (each.state.Type === "Task" &&
        (patternOf(each.state.Resource) !== undefined || String(each.state.Resource).includes(":activity:"))),
  );
}

/** Whether a Choice compares numbers or times, so that it can bound a loop. */
function counts({ state }: FlowState): boolean {
  return objectsOf(state.Choices).some((rule) =>
    /"(Numeric|Timestamp)\w+":|"Condition":"[^"]*[<>]/.test(JSON.stringify(rule)),
  );
}

/** A shortest turn of the loop. */
function pathOf({ states }: Loop, ways: Ways): Text {
  const [first] = states;
  if (first === undefined) return say``;
  const isInside = (place: Place) => place !== BEGINNING && isState(place) && states.has(place);
  const turn = (shortestPath(ways.graph(first.scope), first, first, isInside) ?? [first]).filter(isState);
  const shown = turn.length > 12 ? [...turn.slice(0, 10), ...turn.slice(-1)] : turn;
  const words = shown.map(({ path }, index) => (turn.length > 12 && index === 10 ? say`… → ${path}` : say`${path}`));
  return join(words, " → ");
}
