import { transitionsOf } from "../../../asl/transitions";
import type { Finding } from "../finding";
import { say, Text } from "../text";
import { type Flow, type FlowState, isEnd, type Scope } from "./flow";
import type { FlowChange } from "./flow-change";
import { source } from "./note";
import { Ways } from "./ways";

/** A call that AWS answers with "MISSING_TRANSITION_TARGET", for a missing and for an unreachable state. */
const REFUSED = source("https://github.com/localstack/localstack/pull/12487");
const TYPES = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];

interface Fault {
  readonly rule: string;
  readonly text: Text;
  readonly state: FlowState | undefined;
}

/** Definitions that AWS refuses because of their paths, where the change makes them so. */
export function brokenPaths({ before, after, isNew, note }: FlowChange): Finding[] {
  const known = new Set(isNew ? [] : faultsOf(before).map(({ text }) => String(text)));
  return faultsOf(after).map(({ rule, text, state }) => {
    const isOld = known.has(String(text));
    const since = isOld ? say`, as before this change` : say``;
    return note(
      isOld ? "attention" : "dangerous",
      rule,
      say`${text}${since}. AWS refuses such a definition, so the apply fails here, after other changes of the plan`,
      { state, details: [REFUSED] },
    );
  });
}

/** States that nothing leads to any more, or that were added without a way to them. */
export function unreachable({ before, after, note }: FlowChange): Finding[] {
  const [was, is] = [new Ways(), new Ways()];
  return [...after.states.values()]
    .filter(({ scope }) => scope.start !== undefined && (scope.around === undefined || is.meets(scope.around)))
    .filter((state) => !is.meets(state))
    .flatMap((state) => {
      const old = before.states.get(state.key);
      if (old !== undefined && !was.meets(old)) return [];
      const how = old === undefined ? say`is added, but is unreachable` : say`becomes unreachable`;
      return [
        note(
          "dangerous",
          "unreachable",
          say`${state.path} ${how}: no path from StartAt leads to it${old === undefined ? say`` : say` any more`}, so it never runs, and AWS refuses a definition with such a state`,
          { state, details: [REFUSED] },
        ),
      ];
    });
}

function faultsOf({ scopes, states }: Flow): Fault[] {
  return [...scopes.flatMap(faultsOfScope), ...[...states.values()].flatMap(faultsOfState)];
}

function faultsOfScope({ machine, around, states, start }: Scope): Fault[] {
  const where = around === undefined ? say`The workflow` : say`What ${around.path} runs`;
  const fault = (rule: string, text: Text): Fault => ({ rule, text, state: around });
  if (states.size === 0) return [fault("states-missing", say`${where} has no States`)];
  if (machine.StartAt === undefined) return [fault("start-missing", say`${where} has no StartAt`)];
  if (start === undefined)
    return [
      fault(
        "start-missing",
        say`${where} starts at ${words(machine.StartAt)}, which is not one of its states (StartAt)`,
      ),
    ];
  const reached = new Ways();
  // The way to the Map or Parallel is at fault, not what it runs.
  if (around !== undefined && !reached.meets(around)) return [];
  const isEndless = ![...states.values()].some((state) => isEnd(state) && reached.meets(state));
  return isEndless
    ? [fault("no-end", say`${where} reaches no end: no Succeed, Fail or End can be reached from ${start.name}`)]
    : [];
}

function faultsOfState(each: FlowState): Fault[] {
  const { state, path, scope } = each;
  const transitions = transitionsOf(state);
  const fault = (rule: string, text: Text): Fault => ({ rule, text, state: each });
  const missing = transitions
    .filter(({ to }) => typeof to !== "string" || !scope.states.has(to))
    .map(({ to, by }) =>
      fault("next-missing", say`${path} leads to ${words(to)}, which is no state there (${new Text([by])})`),
    );
  const isDeadEnd = !isEnd(each) && !transitions.some(({ by }) => by !== "Catch");
  return [
    ...missing,
    ...(TYPES.includes(String(state.Type))
      ? []
      : [fault("type-unknown", say`${path} has the unknown Type ${words(state.Type)}`)]),
    ...(isDeadEnd ? [fault("dead-end", say`${path} has neither Next nor End`)] : []),
  ];
}

function words(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}
