import { type AslObject, isObject, statesByName } from "../../../../asl/states";
import { say } from "../../text";
import type { Change } from "../change";
import type { Scope, StatePair } from "../compare";
import { label } from "../sites";
import { arrow } from "../values";
import { doing, isCompensation } from "../work";
import { catches } from "./catches";
import { branches, fallback } from "./choices";
import { data } from "./data";
import { cause, concurrency, error, tolerance, waits } from "./numbers";
import { inputPath, outputPath, resultPath } from "./paths";
import { type Describe, type Remark, within } from "./remark";
import { retries } from "./retries";
import { credentials, resource } from "./targets";
import { heartbeats, timeouts } from "./times";
import { transitions } from "./transitions";

/** Which words a field of a state gets. Fields with the same words are said together. */
const WORDS: Readonly<Record<string, Describe>> = {
  Retry: retries,
  Catch: catches,
  Choices: branches,
  Default: fallback,
  Next: transitions,
  End: transitions,
  TimeoutSeconds: timeouts,
  TimeoutSecondsPath: timeouts,
  HeartbeatSeconds: heartbeats,
  HeartbeatSecondsPath: heartbeats,
  InputPath: inputPath,
  OutputPath: outputPath,
  ResultPath: resultPath,
  Resource: resource,
  Credentials: credentials,
  MaxConcurrency: concurrency,
  MaxConcurrencyPath: concurrency,
  ToleratedFailureCount: tolerance,
  ToleratedFailureCountPath: tolerance,
  ToleratedFailurePercentage: tolerance,
  ToleratedFailurePercentagePath: tolerance,
  Seconds: waits,
  SecondsPath: waits,
  Timestamp: waits,
  TimestampPath: waits,
  Error: error,
  ErrorPath: error,
  Cause: cause,
  CausePath: cause,
  Comment: ({ before, after }) => [
    {
      level: "safe",
      rule: "comment",
      text: say`${label(after)} has another Comment: ${arrow(before.state.Comment, after.state.Comment)}`,
    },
  ],
  QueryLanguage: language,
  Branches: branchRemarks,
};

/** Says in which language the expressions of a state are written: its own, or that of the definition. */
function language({ before, after }: StatePair): Remark[] {
  const [was, is] = [before, after].map(({ state, scope }) => state.QueryLanguage ?? languageOf(scope));
  const text = say`${label(after)} changes its QueryLanguage: ${arrow(was, is)}; its expressions are read in the other language`;
  return was === is ? [] : [{ level: "attention", rule: "query-language-changed", text }];
}

function languageOf({ machine, around }: Scope): unknown {
  return around === undefined ? (machine.QueryLanguage ?? "JSONPath") : languageOf(around.scope);
}

/** Says everything that changes in a state, except in its inner machines. */
export function describeState(pair: StatePair): Remark[] {
  const topics = new Map<Describe | string, Change[]>();
  for (const change of pair.changes) {
    const field = String(within(pair, change)[0]);
    // A field that is not in the table gets sentences with its values, key by key.
    const topic = Object.hasOwn(WORDS, field) ? (WORDS[field] ?? field) : field;
    const others = topics.get(topic);
    if (others === undefined) topics.set(topic, [change]);
    else others.push(change);
  }
  const isRetyped = topics.delete("Type");
  const remarks = [...topics].flatMap(([topic, changes]) => {
    const said = typeof topic === "string" ? [] : topic(pair, changes);
    // Words that fit a field's usual shape may find nothing to say of another shape.
    return said.length > 0 ? said : data(pair, changes);
  });
  return isRetyped ? [retyped(pair, remarks)] : remarks;
}

/** A state of another type is another state: one sentence, and what its fields say as details. */
function retyped({ before, after }: StatePair, remarks: readonly Remark[]): Remark {
  const [was, is] = [before.state.Type, after.state.Type];
  const isSilenced = was === "Fail" && is !== "Fail";
  const isUndone = isCompensation(before) && !isCompensation(after);
  const effect = isSilenced
    ? say`; an execution that failed here now does not, so nothing reports it`
    : isUndone
      ? say`; this compensation no longer undoes earlier steps`
      : say``;
  const text = say`${label(after)} changes its Type: ${arrow(was, is)}; it ${doing(after)}, where it ${doing({ state: before.state })} today${effect}`;
  const isDangerous = isSilenced || isUndone || remarks.some(({ level }) => level === "dangerous");
  return {
    level: isDangerous ? "dangerous" : "attention",
    rule: "type-changed",
    text,
    details: remarks.flatMap((remark) => [remark.text, ...(remark.details ?? [])]),
  };
}

function branchRemarks(pair: StatePair, changes: readonly Change[]): Remark[] {
  const name = label(pair.after);
  return changes.flatMap((change): Remark[] => {
    if (change.kind !== "listed") return [...data(pair, [change])];
    const { before, items } = change;
    const kept = items.flatMap((item) => ("from" in item ? [item.from] : []));
    const gone = before.flatMap((branch, index) => (kept.includes(index) ? [] : [{ branch, place: index + 1 }]));
    const come = items.flatMap((item, index) => ("added" in item ? [{ branch: item.added, place: index + 1 }] : []));
    const isSorted = kept.every((from, index) => index === 0 || from > (kept[index - 1] ?? 0));
    return [
      ...gone.map(({ branch, place }): Remark => {
        const states = statesIn(branch);
        const undone = states.filter(isCompensation).map((site) => site.name);
        const effect = undone.length > 0 ? say`, with ${undone}, which undoes earlier steps` : say``;
        return {
          level: undone.length > 0 ? "dangerous" : "attention",
          rule: "branch-removed",
          text: say`${name} loses branch ${place}: its states ${states.map((site) => site.name)} are removed and no longer run${effect}`,
        };
      }),
      ...come.map(
        ({ branch, place }): Remark => ({
          level: "attention",
          rule: "branch-added",
          text: say`${name} has a new branch ${place}, added beside the others: ${statesIn(branch).map((site) => site.name)}; a failure in it fails ${name}`,
          details: [say`Its definition: ${JSON.stringify(branch)}`],
        }),
      ),
      ...(isSorted
        ? []
        : [
            {
              level: "attention" as const,
              rule: "branches-moved",
              text: say`${name} has another order of Branches, and its result lists theirs in that order, so later states may read the wrong one`,
            },
          ]),
    ];
  });
}

function statesIn(machine: unknown): { readonly name: string; readonly state: AslObject }[] {
  return isObject(machine) ? Object.entries(statesByName(machine)).map(([name, state]) => ({ name, state })) : [];
}
