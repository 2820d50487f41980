import type { Level } from "../../finding";
import { say, type Text } from "../../text";
import type { Site, StatePair } from "../compare";
import { fateOf, fateWords } from "../failure";
import { label } from "../sites";
import { quoted, seconds } from "../values";
import { patternOf } from "../work";
import { type Describe, fieldOf } from "./remark";

type Field = "TimeoutSeconds" | "HeartbeatSeconds";

/** Says how long a Task may take: `TimeoutSeconds`, `TimeoutSecondsPath`. */
export const timeouts: Describe = (pair) => limit(pair, "TimeoutSeconds");

/** Says how long a worker may be silent: `HeartbeatSeconds`, `HeartbeatSecondsPath`. */
export const heartbeats: Describe = (pair) => limit(pair, "HeartbeatSeconds");

function limit(pair: StatePair, field: Field): ReturnType<Describe> {
  const site = pair.after;
  const [was, is] = [limitOf(pair.before, field), limitOf(site, field)];
  const isHeartbeat = field === "HeartbeatSeconds";
  const error = isHeartbeat ? "States.HeartbeatTimeout" : "States.Timeout";
  const rule = isHeartbeat ? "heartbeat-changed" : "timeout-changed";
  const name = label(site);
  const kind = isHeartbeat ? say`heartbeat` : say`timeout`;
  const what = say`the ${kind} of ${name} changes (${fieldWords(pair, field)})`;
  const fails = say`a failure with ${error} ${fateWords(fateOf(site, error), site)}`;
  if (is === undefined)
    return [{ ...removed(pair, field), rule: isHeartbeat ? "heartbeat-removed" : "timeout-removed" }];
  if (was === undefined) {
    const text = say`${name} has a new ${kind} (${fieldWords(pair, field)}): ${after(is)}${silence(isHeartbeat)} it is given up, and ${fails}`;
    return [{ level: "attention", rule: isHeartbeat ? "heartbeat-added" : "timeout-added", text }];
  }
  const effect =
    typeof was === "number" && typeof is === "number" && is > was
      ? say`a call that hangs is noticed after ${seconds(is)} instead of ${seconds(was)}`
      : say`it is given up ${after(is)}${silence(isHeartbeat)} instead of ${after(was)}, and ${fails}`;
  return [{ level: "attention", rule, text: say`${what}: ${effect}` }];
}

function removed(pair: StatePair, field: Field): { readonly level: Level; readonly text: Text } {
  const site = pair.after;
  const values = fieldWords(pair, field);
  const other = field === "TimeoutSeconds" ? "HeartbeatSeconds" : "TimeoutSeconds";
  const left = limitOf(site, other);
  const name = label(site);
  const what =
    field === "TimeoutSeconds"
      ? say`${name} has no timeout any more (${values}, removed)`
      : say`${name} has no heartbeat any more (${values}, removed)`;
  if (left !== undefined) {
    const effect =
      field === "HeartbeatSeconds"
        ? say`a worker that died is noticed only ${after(left)}`
        : say`only the heartbeat ends it, so a worker that beats may take up to a year`;
    return { level: "attention", text: say`${what}: ${effect}` };
  }
  // An answer of a service comes or fails by itself; a token or a job may be forgotten.
  const isAwaited = patternOf(site.state.Resource) !== undefined || String(site.state.Resource).includes(":activity:");
  return {
    level: isAwaited ? "dangerous" : "attention",
    text: say`${what}: without an answer the execution waits for up to a year (5 minutes if it is Express), and nothing notices that it is stuck`,
  };
}

/** A number of seconds, or the text of a path or an expression. */
function limitOf({ state }: Site, field: Field): unknown {
  const [limit, path] = [state[field], state[`${field}Path`]];
  return limit !== undefined && path !== undefined ? [limit, path] : (limit ?? path);
}

function after(limit: unknown): Text {
  return typeof limit === "number" ? say`after ${seconds(limit)}` : say`after the seconds in ${quoted(limit)}`;
}

function silence(isHeartbeat: boolean): Text {
  return isHeartbeat ? say` without a heartbeat` : say``;
}

function fieldWords({ before, after: now }: StatePair, field: Field): Text {
  const used = (site: Site) =>
    fieldOf(site.state, field) === undefined && limitOf(site, field) !== undefined ? `${field}Path` : field;
  const [was, is] = [used(before), used(now)];
  const values = say`${`${String(limitOf(before, field) ?? "(none)")} → ${String(limitOf(now, field) ?? "(none)")}`}`;
  return was === is || limitOf(before, field) === undefined ? say`${is}: ${values}` : say`${was} → ${is}: ${values}`;
}
