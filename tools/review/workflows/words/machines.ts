import { type AslObject, isObject, statesByName } from "../../../../asl/states";
import { transitionsOf } from "../../../../asl/transitions";
import type { Level } from "../../finding";
import { join, say, Text } from "../../text";
import type { Change, SetChange } from "../change";
import type { MachinePair, Scope } from "../compare";
import { reroute } from "../routes";
import { failurePathOf, label, scopeWords } from "../sites";
import { arrow, quoted } from "../values";
import { doing, isCompensation, patternOf } from "../work";
import type { Remark } from "./remark";

/** A remark of a state that came, went or is called otherwise, or of the machine as a whole. */
export interface MachineRemark extends Remark {
  /** The path of the state; undefined for the machine. */
  readonly state: string | undefined;
}

/** Where states of the whole definition are, by name, on the side where a state has just gone or come. */
export interface Whereabouts {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** Says which states of a machine come, go or have another name, and what changes around them. */
export function describeMachine(pair: MachinePair, whereabouts: Whereabouts): MachineRemark[] {
  const failurePath = failurePathOf(pair.before);
  const [wasLedTo, isLedTo] = [leadersIn(pair.before), leadersIn(pair.after)];
  return pair.changes.flatMap((change): MachineRemark[] => {
    switch (change.kind) {
      case "renamed": {
        const name = labelIn(pair.after, change.to);
        const text = say`State ${labelIn(pair.before, change.from)} is renamed to ${name}, with what refers to it; it does the same, but logs, metrics and dashboards show the new name`;
        return [{ level: "safe", rule: "state-renamed", state: name, text }];
      }
      case "removed":
        return [removed(pair, change, { failurePath, leaders: wasLedTo, elsewhere: whereabouts.after })];
      case "added":
        return [added(pair, change, isLedTo, whereabouts.before)];
      case "set":
        return [ofMachine(pair, change)];
      default:
        return [];
    }
  });
}

interface Surroundings {
  readonly failurePath: ReadonlySet<string>;
  readonly leaders: ReadonlyMap<unknown, readonly string[]>;
  readonly elsewhere: ReadonlyMap<string, string>;
}

function removed(
  { before }: MachinePair,
  { name, state }: Extract<Change, { readonly kind: "removed" }>,
  { failurePath, leaders, elsewhere }: Surroundings,
): MachineRemark {
  const path = labelIn(before, name);
  const place = elsewhere.get(name);
  if (place !== undefined && place !== path) {
    const text = say`State ${path} moves to ${place}: it is removed here and runs there`;
    return { level: "attention", rule: "state-moved", state: path, text };
  }
  if (!isObject(state))
    return {
      level: "attention",
      rule: "state-removed",
      state: path,
      text: say`State ${path} is removed: ${quoted(state)}`,
    };
  const is = judged(name, state, failurePath.has(name));
  const from = leaders.get(name) ?? [];
  const reached = from.length > 0 ? say` (it was reached from ${some(from)})` : say``;
  const text = say`State ${path} is removed${reached}: an execution no longer ${infinitive(state)}${is.text}`;
  return {
    level: is.level,
    rule: is.rule,
    state: path,
    text,
    details: [say`Its definition was: ${JSON.stringify(state)}`],
  };
}

/** How bad it is to lose a state. */
function judged(name: string, state: AslObject, isOnFailurePath: boolean) {
  const result = (level: Level, rule: string, text: Text) => ({ level, rule, text });
  if (isCompensation({ name, state })) {
    return result(
      "dangerous",
      "compensation-removed",
      say`, so this compensation is lost and earlier steps are not undone`,
    );
  }
  if (isOnFailurePath && ["Task", "Map", "Parallel"].includes(String(state.Type))) {
    return result("dangerous", "failure-path-removed", say`, which was a step after a failure (reached from a Catch)`);
  }
  if (patternOf(state.Resource) === "waitForTaskToken") {
    return result("dangerous", "state-removed", say`, so nobody's answer is awaited`);
  }
  if (state.Type === "Fail") return result("attention", "state-removed", say`, so what led here ends otherwise`);
  return result("attention", "state-removed", say``);
}

/** "calls X" as in "no longer calls X". */
function infinitive(state: AslObject): Text {
  return doing({ state });
}

function added(
  { after }: MachinePair,
  { name, state }: Extract<Change, { readonly kind: "added" }>,
  leaders: ReadonlyMap<unknown, readonly string[]>,
  elsewhere: ReadonlyMap<string, string>,
): MachineRemark {
  const path = labelIn(after, name);
  if (!isObject(state))
    return {
      level: "attention",
      rule: "state-added",
      state: path,
      text: say`State ${path} is added: ${quoted(state)}`,
    };
  const from = leaders.get(name) ?? [];
  const place = elsewhere.get(name);
  const moved = place !== undefined && place !== path ? say` (it was ${place} before)` : say``;
  const reached =
    from.length > 0
      ? say`, reached from ${some(from)}`
      : after.machine.StartAt === name
        ? say`, which comes first`
        : say``;
  const next = state.Next === undefined ? say`` : say`, then goes to ${String(state.Next)}`;
  const text = say`State ${path} is added${moved}: a ${String(state.Type)} that ${doing({ state })}${reached}${next}`;
  return {
    level: "attention",
    rule: "state-added",
    state: path,
    text,
    details: [say`Its definition: ${JSON.stringify(state)}`],
  };
}

/** Says a change of a field of the machine. */
function ofMachine(pair: MachinePair, change: SetChange): MachineRemark {
  const [field = "", ...rest] = change.path.slice(pair.path.length).map(String);
  const where = pair.after.around === undefined ? say`The workflow` : say`${capital(scopeWords(pair.after))}`;
  const state = pair.after.around === undefined ? undefined : label(pair.after.around);
  const values = arrow(change.before, change.after);
  const remark = (level: Level, rule: string, text: Text): MachineRemark => ({ level, rule, state, text });
  if (field === "StartAt") {
    const { level, text } = reroute(
      { scope: pair.before, name: change.before },
      { scope: pair.after, name: change.after },
    );
    return remark(
      level,
      "start-changed",
      say`${where} starts at ${quoted(change.after)} instead of ${quoted(change.before)} (StartAt: ${values})${text}`,
    );
  }
  if (field === "TimeoutSeconds" && rest.length === 0) {
    const effect =
      change.after === undefined
        ? say`nothing ends an execution that hangs for up to a year (5 minutes if it is Express)`
        : say`an execution that takes longer fails with States.Timeout, and no state of it catches that`;
    return remark(
      "attention",
      change.after === undefined ? "timeout-removed" : "timeout-changed",
      say`${where} changes its TimeoutSeconds, the timeout of a whole execution: ${values}${change.after === undefined ? say` (removed)` : say``}; ${effect}`,
    );
  }
  if (field === "Comment") return remark("safe", "comment", say`${where} has another Comment: ${values}`);
  if (field === "QueryLanguage") {
    return remark(
      "attention",
      "query-language-changed",
      say`${where} changes its QueryLanguage: ${arrow(change.before ?? "JSONPath", change.after ?? "JSONPath")}; expressions of its states are read in the other language`,
    );
  }
  if (field === "ProcessorConfig") {
    return remark(
      "attention",
      "processor-config-changed",
      say`${where} changes its ProcessorConfig${rest.length > 0 ? say`.${rest.join(".")}` : say``}: ${arrow(change.before ?? INLINE, change.after ?? INLINE)}; ${processing(change)}`,
    );
  }
  return remark("attention", "field-changed", say`${where} changes ${[field, ...rest].join(".")}: ${values}`);
}

/** What AWS assumes for a Map without a ProcessorConfig. Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const INLINE = { Mode: "INLINE" };

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
function processing({ after }: SetChange): Text {
  const text = JSON.stringify(after) ?? "";
  if (text.includes("EXPRESS")) {
    return say`each item runs as an Express execution of its own, at least once, so an item may run twice, for at most 5 minutes`;
  }
  if (text.includes("DISTRIBUTED") || text.includes("STANDARD")) return say`each item runs as an execution of its own`;
  return say`items run within the execution itself, up to 40 at once`;
}

/** The names of states that lead to each state. */
function leadersIn({ machine }: Scope): Map<unknown, string[]> {
  const leaders = new Map<unknown, string[]>();
  for (const [name, state] of Object.entries(statesByName(machine))) {
    for (const { to } of transitionsOf(state)) {
      const others = leaders.get(to);
      if (others === undefined) leaders.set(to, [name]);
      else if (others.at(-1) !== name) others.push(name);
    }
  }
  return leaders;
}

function labelIn({ around }: Scope, name: string): string {
  return around === undefined ? name : `${label(around)} > ${name}`;
}

/** A few of some names. */
function some(names: readonly string[]): Text {
  const more = names.length > 3 ? say` and ${names.length - 3} more` : say``;
  return say`${names.slice(0, 3)}${more}`;
}

function capital(text: Text): Text {
  const [first = "", ...rest] = text.parts;
  return typeof first === "string" ? new Text([first.charAt(0).toUpperCase() + first.slice(1), ...rest]) : join([text]);
}
