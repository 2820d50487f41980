import { isDistributedMap } from "../../../../asl/states";
import type { Level } from "../../finding";
import { say, Text } from "../../text";
import type { Site, StatePair } from "../compare";
import { fateOf, matches } from "../failure";
import { label } from "../sites";
import { arrow } from "../values";
import { type Describe, fieldOf, type Remark } from "./remark";

/** Says how many items of a Map run at once. 0 is no limit. */
export const concurrency: Describe = (pair) => {
  const [was, is] = valuesOf(pair, ["MaxConcurrency", "MaxConcurrencyPath"], 0);
  const isBig = isDistributedMap({ ...pair.after, enclosing: [] });
  const effect =
    is === 0
      ? say`0 is no limit (unlimited), so up to ${isBig ? "10,000" : "40"} items run at once, and what they call must take that load`
      : typeof is === "number" && (was === 0 || (typeof was === "number" && is < was))
        ? say`at most ${is} at once, so the Map takes longer`
        : say`as many items run at once, and what they call must take that load`;
  return [remark(pair, "MaxConcurrency", was, is, effect, "max-concurrency-changed")];
};

/** Says how many items of a Map may fail before it fails. */
export const tolerance: Describe = (pair, changes) => {
  const fields = ["ToleratedFailurePercentage", "ToleratedFailureCount"].filter((field) =>
    changes.some((change) => "path" in change && String(change.path[pair.path.length]).startsWith(field)),
  );
  return fields.map((field) => {
    const [was, is] = valuesOf(pair, [field, `${field}Path`], 0);
    const isAll = field === "ToleratedFailurePercentage" && typeof is === "number" && is >= 100;
    const isLess = typeof was === "number" && typeof is === "number" && is < was;
    const effect = isAll
      ? say`the Map succeeds even if every item fails`
      : isLess
        ? say`fewer failed items make the whole Map fail`
        : say`more items may fail without anything noticing, as the Map still succeeds`;
    return remark(pair, field, was, is, effect, "tolerated-failure-changed", isAll ? "dangerous" : "attention");
  });
};

/** Says how long a Wait waits. */
export const waits: Describe = (pair) => {
  const fields = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
  const used = (site: Site) => fields.find((field) => site.state[field] !== undefined) ?? "Seconds";
  const [one, other] = [used(pair.before), used(pair.after)];
  const [was, is] = valuesOf(pair, fields, undefined);
  const effect =
    typeof was === "number" && typeof is === "number"
      ? say`each execution waits ${is} s instead of ${was} s`
      : say`each execution waits until another time`;
  const field = one === other ? other : `${one} → ${other}`;
  return [remark(pair, field, was, is, effect, "wait-changed")];
};

/** Says with which error a Fail ends. */
export const error: Describe = (pair) => {
  const [was, is] = valuesOf(pair, ["Error", "ErrorPath"], undefined);
  const [old, now] = [outerCatch(pair.before, was), outerCatch(pair.after, is)];
  if (old !== undefined && now === undefined) {
    const effect = say`the Catch of ${label(old)} no longer takes it, so it ends the execution`;
    return [remark(pair, "Error", was, is, effect, "fail-error-changed", "dangerous")];
  }
  const effect = say`callers, catchers and alarms that look for the former name miss it`;
  return [remark(pair, "Error", was, is, effect, "fail-error-changed")];
};

/** Says with which text a Fail ends. */
export const cause: Describe = (pair) => {
  const [was, is] = valuesOf(pair, ["Cause", "CausePath"], undefined);
  return [remark(pair, "Cause", was, is, say`only the text of the failure differs`, "fail-cause-changed", "safe")];
};

function outerCatch(site: Site, name: unknown): Site | undefined {
  if (typeof name !== "string" || !matches(["States.ALL"], name)) return undefined;
  const fate = fateOf(site, name);
  return fate.kind === "caught" ? fate.by : undefined;
}

/** The value of one of some fields. A state that has several of them, which AWS refuses, shows them all. */
function valuesOf({ before, after }: StatePair, fields: readonly string[], byDefault: unknown): [unknown, unknown] {
  const value = ({ state }: Site) => {
    const given = fields.flatMap((field) => (fieldOf(state, field) === undefined ? [] : [fieldOf(state, field)]));
    return given.length > 1 ? given : (given[0] ?? byDefault);
  };
  return [value(before), value(after)];
}

function remark(
  { after }: StatePair,
  field: string,
  was: unknown,
  is: unknown,
  effect: Text,
  rule: string,
  level: Level = "attention",
): Remark {
  return { level, rule, text: say`${label(after)} changes its ${new Text([field])}: ${arrow(was, is)}; ${effect}` };
}
