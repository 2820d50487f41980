import type { Level } from "../../finding";
import { join, say, type Text } from "../../text";
import type { Site, StatePair } from "../compare";
import { type Fate, fateInstead, fateOf, fateWords, matches } from "../failure";
import { reroute, skippedWords } from "../routes";
import { label } from "../sites";
import { arrow } from "../values";
import { type Describe, fieldOf, type ItemPair, itemsOf, type Remark } from "./remark";
import { errorsOf } from "./retries";

/** Says which failures of a state are caught no longer, newly, or elsewhere, and what they then do. */
export const catches: Describe = (pair, changes) =>
  itemsOf("Catch", pair, changes).flatMap((item) => {
    if (item.after === undefined) return [lost(pair, item, errorsOf(item.before), "catch-removed")];
    if (item.before === undefined) return [added(pair, item)];
    return [...(item.isMoved ? [moved(pair, item)] : []), ...changed(pair, item)];
  });

/** Errors that a catcher took before and takes no longer. */
function lost(pair: StatePair, item: ItemPair, errors: readonly string[], rule: string): Remark {
  const { before } = item;
  const { after: site } = pair;
  const how =
    rule === "catch-removed"
      ? say`the Catch is removed`
      : say`ErrorEquals of the Catch is narrower: ${arrow(errorsOf(before).join(", "), errorsOf(item.after).join(", "))}`;
  const fates = errors.map((error) => fateOf(site, error));
  const [fate = fateOf(site, "States.ALL")] = fates.filter((each) => !isOwn(each, site)).concat(fates);
  const next = String(fieldOf(before, "Next"));
  const what = say`${label(site)} no longer catches ${errors.length > 0 ? errors : ["any error"]} (${how})`;
  if (isOwn(fate, site)) {
    const to = nextOf(fate);
    if (to === next)
      return { level: "safe", rule, text: say`${what}, but another catcher takes it and still goes to ${next}` };
    const { level, text } = ways(pair, next, to);
    return { level, rule, text: say`${what}: such a failure goes to ${String(to)} instead of ${next}${text}` };
  }
  const rest = skippedWords({ scope: pair.before.scope, name: next }, { scope: site.scope, name: nextOf(fate) });
  return {
    level: "dangerous",
    rule,
    text: say`${what}: a failed ${site.name} now ${fateWords(fate, site)} instead of going to ${next}${rest}`,
  };
}

function added(pair: StatePair, { after, is }: ItemPair): Remark {
  const errors = errorsOf(after);
  const site = pair.after;
  const next = String(fieldOf(after, "Next"));
  const was = fateOf(pair.before, errors[0] ?? "States.ALL");
  const { level, text } = isOwn(was, pair.before)
    ? ways(pair, nextOf(was), next)
    : { level: "attention" as const, text: say`` };
  const what = say`${label(site)} now catches ${errors} (a Catch is added in place ${is ?? 0})`;
  return {
    level,
    rule: "catch-added",
    text: say`${what}: such a failure goes to ${next} instead of ${fateInstead(was, pair.before)}${text}${hiding(site, after, is)}`,
  };
}

function moved({ after: site }: StatePair, { after, was, is }: ItemPair): Remark {
  const what = say`${label(site)} has another order of Catch: the catcher for ${errorsOf(after)} moves from place ${arrow(was, is)}`;
  return {
    level: "attention",
    rule: "catch-moved",
    text: say`${what}, and the first catcher that names an error decides${hiding(site, after, is)}`,
  };
}

function hiding({ state }: Site, catcher: unknown, place: number | undefined): Text {
  const later = Array.isArray(state.Catch) ? state.Catch.slice(place ?? 0) : [];
  const isAll = errorsOf(catcher).includes("States.ALL");
  return isAll && later.length > 0
    ? say`; States.ALL hides the later catchers for ${later.flatMap(errorsOf)}, and AWS refuses it in that place`
    : say``;
}

function changed(pair: StatePair, item: ItemPair): Remark[] {
  const { before, after } = item;
  const site = pair.after;
  const [was, is] = [errorsOf(before), errorsOf(after)];
  const gone = was.filter((error) => !matches(is, error));
  const gained = is.filter((error) => !matches(was, error));
  const [from, to] = [fieldOf(before, "Next"), fieldOf(after, "Next")];
  const remarks: Remark[] = [];
  if (gone.length > 0) remarks.push(lost(pair, item, gone, "catch-narrowed"));
  if (gained.length > 0) {
    const old = fateOf(pair.before, gained[0] ?? "States.ALL");
    const text = say`${label(site)} now also catches ${gained} (ErrorEquals of the Catch: ${arrow(was.join(", "), is.join(", "))}): such a failure goes to ${String(to)} instead of ${fateInstead(old, pair.before)}`;
    remarks.push({ level: "attention", rule: "catch-widened", text });
  }
  if (from !== to) {
    const { level, text } = ways(pair, from, to);
    remarks.push({
      level,
      rule: "catch-elsewhere",
      text: say`${label(site)} sends a failure with ${is} to ${String(to)} instead of ${String(from)} (Next of the Catch: ${arrow(from, to)})${text}`,
    });
  }
  const others = [...new Set([...Object.keys(Object(before)), ...Object.keys(Object(after))])].filter(
    (field) =>
      !["ErrorEquals", "Next"].includes(field) &&
      JSON.stringify(fieldOf(before, field)) !== JSON.stringify(fieldOf(after, field)),
  );
  return [...remarks, ...others.map((field) => ofField(site, item, field))];
}

function ofField(site: Site, { before, after }: ItemPair, field: string): Remark {
  const [was, is] = [fieldOf(before, field), fieldOf(after, field)];
  if (field === "Comment") {
    return {
      level: "safe",
      rule: "comment",
      text: say`${label(site)} has another Comment in its Catch: ${arrow(was, is)}`,
    };
  }
  const what = say`${label(site)} changes its Catch for ${errorsOf(after)}: ${field} ${arrow(was ?? resultDefault(field), is ?? resultDefault(field))}`;
  if (field !== "ResultPath") return { level: "attention", rule: "catch-changed", text: what };
  const effect =
    is === undefined || is === "$"
      ? say`the error replaces the whole data of the execution on that way, so later states lose the order`
      : is === null
        ? say`the error is dropped on that way, so later states cannot report it`
        : say`later states find the error there`;
  return { level: "attention", rule: "catch-result-path", text: join([what, effect], ": ") };
}

function resultDefault(field: string): unknown {
  return field === "ResultPath" ? "$" : undefined;
}

function ways(pair: StatePair, from: unknown, to: unknown): { readonly level: Level; readonly text: Text } {
  return reroute({ scope: pair.before.scope, name: from }, { scope: pair.after.scope, name: to });
}

function isOwn(fate: Fate, site: Site): boolean {
  return fate.kind === "caught" && fate.by === site;
}

function nextOf(fate: Fate): unknown {
  return fate.kind === "caught" ? fate.next : undefined;
}
