import { RETRIER_DEFAULTS } from "../../../../asl/normalise";
import { objectsOf } from "../../../../asl/states";
import { join, say, Text } from "../../text";
import type { Site } from "../compare";
import { fateOf, fateWords, matches } from "../failure";
import { label } from "../sites";
import { arrow, times } from "../values";
import { type Describe, fieldOf, type ItemPair, itemsOf, type Remark } from "./remark";

/** Says what becomes of the retries of a state. */
export const retries: Describe = (pair, changes) => {
  const items = itemsOf("Retry", pair, changes);
  return items.flatMap((item) => {
    if (item.after === undefined) return [removed(pair.after, item)];
    if (item.before === undefined) return [added(pair.after, item)];
    return [...(item.isMoved ? [moved(pair.after, item)] : []), ...changed(pair.after, item)];
  });
};

function removed(site: Site, { before }: ItemPair): Remark {
  const errors = errorsOf(before);
  const attempts = attemptsOf(before);
  const other = retrierOf(site, errors);
  const what = say`${label(site)} no longer has a Retry for ${errors} (the retrier with MaxAttempts ${attempts} is removed)`;
  if (other !== undefined) {
    const text = say`${what}: the retrier for ${errorsOf(other)} now decides (MaxAttempts ${arrow(attempts, attemptsOf(other))})`;
    return { level: "attention", rule: "retry-removed", text };
  }
  if (attempts === 0) {
    return {
      level: "attention",
      rule: "retry-removed",
      text: say`${what}, which changes nothing unless another retrier names them`,
    };
  }
  const text = say`${what}: a failure is no longer retried and ${firstFate(site, errors)} at the first try`;
  return { level: withoutRetry(site), rule: "retry-removed", text };
}

/** A Task that neither retries nor catches anything ends the execution at the first hiccup of a network. */
function withoutRetry(site: Site): Remark["level"] {
  const isRetried = objectsOf(site.state.Retry).some((retrier) => attemptsOf(retrier) !== 0);
  const isEnd = fateOf(site, "States.ALL").kind === "ends";
  return site.state.Type === "Task" && !isRetried && isEnd ? "dangerous" : "attention";
}

function added(site: Site, { after, is }: ItemPair): Remark {
  const errors = errorsOf(after);
  const attempts = attemptsOf(after);
  const what = say`${label(site)} has a new Retry for ${errors} added in place ${is ?? 0} (MaxAttempts ${attempts})`;
  const effect =
    attempts === 0
      ? say`they are never retried, whatever later retriers say`
      : say`a failed call is repeated up to ${times(attempts)}, so it must be safe to repeat, and failures show later`;
  return { level: "attention", rule: "retry-added", text: say`${what}: ${effect}${hiding(site, after, is)}` };
}

function moved(site: Site, { after, was, is }: ItemPair): Remark {
  const later = objectsOf(site.state.Retry)
    .slice(is ?? 0)
    .flatMap(errorsOf);
  const ahead = later.length > 0 ? say`, before ${later}` : say``;
  const what = say`${label(site)} has another order of Retry: the retrier for ${errorsOf(after)} moves from place ${arrow(was, is)}${ahead}`;
  const text = say`${what}, and the first retrier that names an error decides${hiding(site, after, is)}`;
  return { level: "attention", rule: "retry-moved", text };
}

/** An earlier States.ALL takes every error before later retriers see it. */
function hiding(site: Site, retrier: unknown, place: number | undefined): Text {
  const later = objectsOf(site.state.Retry).slice(place ?? 0);
  const isAll = errorsOf(retrier).includes("States.ALL");
  return isAll && later.length > 0
    ? say`; States.ALL hides the later retriers for ${later.flatMap(errorsOf)}, and AWS refuses it in that place`
    : say``;
}

const FIELDS = ["MaxAttempts", "IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"];

function changed(site: Site, item: ItemPair): Remark[] {
  const { before, after } = item;
  const [was, is] = [errorsOf(before), errorsOf(after)];
  const lost = was.filter((error) => !matches(is, error));
  const gained = is.filter((error) => !matches(was, error));
  const others = [...new Set([...Object.keys(Object(before)), ...Object.keys(Object(after))])].filter(
    (field) =>
      field !== "ErrorEquals" && JSON.stringify(fieldOf(before, field)) !== JSON.stringify(fieldOf(after, field)),
  );
  return [
    ...(lost.length + gained.length > 0 ? [renamedErrors(site, lost, gained, item)] : []),
    ...(others.length > 0 ? [retimed(site, item, others)] : []),
  ];
}

function renamedErrors(
  site: Site,
  lost: readonly string[],
  gained: readonly string[],
  { before, after }: ItemPair,
): Remark {
  const values = arrow(errorsOf(before).join(", "), errorsOf(after).join(", "));
  const parts = [
    ...(lost.length > 0 ? [say`no longer retries ${lost}`] : []),
    ...(gained.length > 0 ? [say`now retries ${gained} up to ${times(attemptsOf(after))}`] : []),
  ];
  const other = lost.length > 0 ? retrierOf(site, lost) : undefined;
  const effect =
    lost.length === 0
      ? say``
      : other === undefined
        ? say`: such a failure ${firstFate(site, lost)} at the first try`
        : say`: the retrier for ${errorsOf(other)} takes them`;
  const text = say`${label(site)} ${join(parts, " and ")} (ErrorEquals of a Retry: ${values})${effect}`;
  return { level: "attention", rule: "retry-errors", text };
}

function retimed(site: Site, { before, after }: ItemPair, fields: readonly string[]): Remark {
  const sorted = [
    ...FIELDS.filter((field) => fields.includes(field)),
    ...fields.filter((field) => !FIELDS.includes(field)),
  ];
  const values = join(
    sorted.map((field) => {
      const byDefault = new Map<string, unknown>(Object.entries(RETRIER_DEFAULTS)).get(field);
      const [one, other] = [fieldOf(before, field), fieldOf(after, field)];
      return say`${named(field)} ${arrow(one ?? byDefault, other ?? byDefault)}`;
    }),
  );
  const errors = errorsOf(after);
  const what = say`${label(site)} retries ${errors} differently (Retry: ${values})`;
  const isComment = sorted.every((field) => field === "Comment");
  if (isComment)
    return {
      level: "safe",
      rule: "retry-comment",
      text: say`${label(site)} has another Comment in its Retry (${values})`,
    };
  const text = say`${what}: ${timing(site, before, after)}`;
  const isLost = attemptsOf(after) === 0 && attemptsOf(before) !== 0;
  return { level: isLost ? withoutRetry(site) : "attention", rule: "retry-changed", text };
}

function timing(site: Site, before: unknown, after: unknown): Text {
  const [was, is] = [attemptsOf(before), attemptsOf(after)];
  if (is === 0 && was !== 0)
    return say`a failure is no longer retried and ${firstFate(site, errorsOf(after))} at the first try`;
  const [waited, waits] = [waitOf(before), waitOf(after)];
  const pauses =
    waited === waits || Number.isNaN(waits) || Number.isNaN(waited)
      ? say``
      : say`, and the waits between tries add up to ${waits} s instead of ${waited} s`;
  if (typeof is === "number" && typeof was === "number" && is !== was) {
    const more = say`a failing call is repeated up to ${times(is)} instead of ${times(was)}`;
    return is > was
      ? say`${more}, so it must be safe to repeat${pauses}`
      : say`${more}, so fewer temporary failures recover, and a lasting one ${firstFate(site, errorsOf(after))} sooner${pauses}`;
  }
  if (fieldOf(before, "JitterStrategy") !== fieldOf(after, "JitterStrategy") && waited === waits) {
    return fieldOf(after, "JitterStrategy") === "FULL"
      ? say`the tries of many executions no longer come at the same moment`
      : say`the tries of many executions come at the same moment`;
  }
  return say`the pauses between tries differ${pauses}`;
}

/** The sum of the pauses, in seconds, without jitter. NaN for what is not a number. */
function waitOf(retrier: unknown): number {
  const number = (field: "IntervalSeconds" | "BackoffRate") =>
    Number(fieldOf(retrier, field) ?? RETRIER_DEFAULTS[field]);
  const most = Number(fieldOf(retrier, "MaxDelaySeconds") ?? Number.POSITIVE_INFINITY);
  const tries = Math.min(Number(attemptsOf(retrier)), 1000);
  let sum = 0;
  for (let index = 0; index < tries; index += 1) {
    sum += Math.min(number("IntervalSeconds") * number("BackoffRate") ** index, most);
  }
  return Number.isFinite(sum) ? Math.round(sum) : Number.NaN;
}

/** What a failure with one of these errors then does. */
function firstFate(site: Site, errors: readonly string[]): Text {
  return fateWords(fateOf(site, errors[0] ?? "States.ALL"), site);
}

/** The retrier that takes all of these errors. */
function retrierOf(site: Site, errors: readonly string[]): unknown {
  return objectsOf(site.state.Retry).find(({ ErrorEquals }) => errors.every((error) => matches(ErrorEquals, error)));
}

function attemptsOf(retrier: unknown): string | number {
  const given = fieldOf(retrier, "MaxAttempts") ?? RETRIER_DEFAULTS.MaxAttempts;
  return typeof given === "number" ? given : String(given);
}

export function errorsOf(handler: unknown): string[] {
  const errors = fieldOf(handler, "ErrorEquals");
  return Array.isArray(errors) ? errors.map(String) : [];
}

/** The name of a field: in our words if it is one of the language, else as data. */
function named(field: string): Text {
  return FIELDS.includes(field) ? new Text([field]) : say`${field}`;
}
