import { isDeepStrictEqual } from "node:util";
import { say, Text } from "../../text";
import type { Site, StatePair } from "../compare";
import { fateOf, fateWords } from "../failure";
import { reroute } from "../routes";
import { label } from "../sites";
import { arrow, quoted } from "../values";
import { conditionOf, conditionPart, RULE_EXTRAS } from "./conditions";
import { type Describe, fieldOf, type ItemPair, itemsOf, type Remark } from "./remark";

/** Says which branches of a Choice come, go, move, ask something else or lead elsewhere. */
export const branches: Describe = (pair, changes) =>
  itemsOf("Choices", pair, changes).flatMap((item) => {
    if (item.after === undefined) return [removed(pair, item)];
    if (item.before === undefined) return [added(pair, item)];
    return [...(item.isMoved ? [moved(pair, item)] : []), ...changed(pair, item)];
  });

/** Says where a Choice leads if no branch matches. */
export const fallback: Describe = (pair) => {
  const { before, after } = pair;
  const [from, to] = [before.state.Default, after.state.Default];
  const name = label(after);
  const unmatched = "States.NoChoiceMatched";
  if (to === undefined) {
    const fate = fateOf(after, unmatched);
    const text = say`${name} has no Default any more (Default ${String(from)} is removed): what no branch matches fails with ${unmatched}, which ${fateWords(fate, after)} instead of going to ${String(from)}`;
    return [{ level: fate.kind === "caught" ? "attention" : "dangerous", rule: "default-removed", text }];
  }
  if (from === undefined) {
    const text = say`${name} has a new Default: what no branch matches goes to ${String(to)} instead of failing with ${unmatched}`;
    return [{ level: "attention", rule: "default-added", text }];
  }
  const { level, text } = ways(pair, from, to);
  return [
    {
      level,
      rule: "default-changed",
      text: say`${name} sends what no branch matches to ${String(to)} instead of ${String(from)} (Default: ${arrow(from, to)})${text}`,
    },
  ];
};

function removed(pair: StatePair, { before, was }: ItemPair): Remark {
  const next = nextOf(before);
  const what = say`${label(pair.after)} loses branch ${was ?? 0} of its Choices (${quoted(conditionOf(before))} → ${next} is removed)`;
  const { level, text } = ways(pair, next, pair.after.state.Default);
  return {
    level: isLed(pair.after, next) ? "attention" : level,
    rule: "choice-removed",
    text: say`${what}: what it took now goes by a later branch or ${defaultWords(pair.after)}${text}`,
  };
}

function added(pair: StatePair, { after, is }: ItemPair): Remark {
  const { state } = pair.after;
  const later = Array.isArray(state.Choices) ? state.Choices.length - (is ?? 0) : 0;
  const order = later > 0 ? say`, before ${later} others, and the first match wins` : say``;
  const text = say`${label(pair.after)} has a new branch ${is ?? 0} added to its Choices${order}: what matches ${quoted(conditionOf(after))} now goes to ${nextOf(after)}`;
  return { level: "attention", rule: "choice-added", text };
}

function moved(pair: StatePair, { after, was, is }: ItemPair): Remark {
  const text = say`${label(pair.after)} has another order of Choices: the branch ${quoted(conditionOf(after))} to ${nextOf(after)} moves from place ${arrow(was, is)}; the first match wins, so what matches several branches may go elsewhere`;
  return { level: "attention", rule: "choice-moved", text };
}

function changed(pair: StatePair, { before, after }: ItemPair): Remark[] {
  const name = label(pair.after);
  const remarks: Remark[] = [];
  const [asked, asks] = [conditionOf(before), conditionOf(after)];
  const [part, newPart] = [conditionPart(before), conditionPart(after)];
  if (!isDeepStrictEqual(part, newPart)) {
    const values = asked === asks ? arrow(part, newPart) : arrow(asked, asks);
    const field = fieldOf(after, "Condition") === undefined ? say`Choices` : say`Condition in Choices`;
    const text = say`${name} asks something else on the way to ${nextOf(after)} (${field}: ${values}): what matches only one of the two goes elsewhere than before`;
    remarks.push({ level: "attention", rule: "choice-condition", text });
  }
  const [from, to] = [fieldOf(before, "Next"), fieldOf(after, "Next")];
  if (from !== to) {
    const { level, text } = ways(pair, from, to);
    remarks.push({
      level,
      rule: "choice-next",
      text: say`${name} sends what matches ${quoted(asks)} to ${nextOf(after)} instead of ${nextOf(before)} (Next: ${arrow(from, to)})${text}`,
    });
  }
  for (const field of RULE_EXTRAS) {
    const [was, is] = [fieldOf(before, field), fieldOf(after, field)];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const text = say`${name} changes the branch ${quoted(asks)}: ${new Text([field])} ${arrow(was, is)}`;
    remarks.push({ level: field === "Comment" ? "safe" : "attention", rule: "choice-changed", text });
  }
  return remarks;
}

function ways(pair: StatePair, from: unknown, to: unknown) {
  return reroute({ scope: pair.before.scope, name: from }, { scope: pair.after.scope, name: to });
}

function isLed({ state }: Site, next: unknown): boolean {
  return Array.isArray(state.Choices) && state.Choices.some((rule) => nextOf(rule) === next);
}

function defaultWords({ state }: Site): Text {
  return state.Default === undefined
    ? say`fails with States.NoChoiceMatched`
    : say`to ${String(state.Default)}, the Default`;
}

function nextOf(rule: unknown): string {
  return String(fieldOf(rule, "Next"));
}
