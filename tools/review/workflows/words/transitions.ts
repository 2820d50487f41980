import { isObject } from "../../../../asl/states";
import { say } from "../../text";
import type { StatePair } from "../compare";
import { reroute } from "../routes";
import { label, scopeWords } from "../sites";
import { arrow } from "../values";
import type { Describe } from "./remark";

/** Says where an execution goes after a state: `Next` and `End`. */
export const transitions: Describe = (pair) => {
  const { before, after } = pair;
  const [from, to] = [before.state.Next, after.state.Next];
  const { level, text } = reroute({ scope: before.scope, name: from }, { scope: after.scope, name: to });
  const what = words(pair, from, to);
  return [{ level, rule: "next-changed", text: say`${what}${text}` }];
};

function words({ before, after }: StatePair, from: unknown, to: unknown) {
  const name = label(after);
  if (from !== undefined && to !== undefined)
    return say`${name} goes to ${named(to)} instead of ${named(from)} (Next: ${arrow(from, to)})`;
  if (to !== undefined)
    return say`${name} goes on to ${named(to)} instead of ending ${scopeWords(before.scope)} (End → Next: ${named(to)})`;
  if (from !== undefined) {
    return say`${name} ends ${scopeWords(after.scope)} instead of going to ${named(from)} (Next: ${named(from)} → End)`;
  }
  return say`${name} changes its End: ${arrow(before.state.End, after.state.End)}`;
}

function named(target: unknown): string {
  return isObject(target) || Array.isArray(target) ? JSON.stringify(target) : String(target);
}
