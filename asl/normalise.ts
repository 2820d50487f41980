import { type AslObject, isObject } from "./states";

/** What AWS assumes for a field of a retrier. Source: https://states-language.net/spec.html#retrying-after-error */
export const RETRIER_DEFAULTS = { MaxAttempts: 3, IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: "NONE" } as const;

/** Source: https://states-language.net/spec.html#catch-field */
const CATCHER_DEFAULTS = { ResultPath: "$" };

/**
 * What AWS assumes for a field of a state. Sources: https://states-language.net/spec.html#input-and-output-processing,
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html#map-state-inline-additional-fields and
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#map-state-distributed-additional-fields
 */
export const STATE_DEFAULTS = {
  InputPath: "$",
  OutputPath: "$",
  ResultPath: "$",
  End: false,
  ItemsPath: "$",
  MaxConcurrency: 0,
  ToleratedFailureCount: 0,
  ToleratedFailurePercentage: 0,
} as const;

/** Source: https://states-language.net/spec.html#toplevelfields */
const MACHINE_DEFAULTS = { QueryLanguage: "JSONPath", Version: "1.0" };

/**
 * The same definition in one spelling: without what AWS assumes anyway, without empty lists of retriers and catchers,
 * and with today's names for `Iterator` and a Map's `Parameters`. Takes any JSON, valid or not.
 */
export function normalised(definition: AslObject): AslObject {
  const language = definition.QueryLanguage ?? MACHINE_DEFAULTS.QueryLanguage;
  return without(machine(definition, language), MACHINE_DEFAULTS);
}

function machine(given: unknown, language: unknown): AslObject {
  if (!isObject(given) || !isObject(given.States)) return isObject(given) ? given : {};
  const states = mapValues(given.States, (each) => (isObject(each) ? state(each, language) : each));
  return { ...given, States: states };
}

function state(given: AslObject, language: unknown): AslObject {
  const renamed = given.Type === "Map" ? renamedFields(given) : given;
  const inner = mapValues(renamed, (value, field) => {
    if (field === "Retry" && Array.isArray(value)) return value.map((each) => handler(each, RETRIER_DEFAULTS));
    if (field === "Catch" && Array.isArray(value)) return value.map((each) => handler(each, CATCHER_DEFAULTS));
    if (field === "Branches" && Array.isArray(value)) {
      return value.map((each) => (isObject(each) ? machine(each, language) : each));
    }
    return field === "ItemProcessor" && isObject(value) ? processor(machine(value, language)) : value;
  });
  const lists = Object.fromEntries(LISTS.flatMap((name) => (isEmptyList(inner[name]) ? [[name, inner[name]]] : [])));
  return without(inner, { ...STATE_DEFAULTS, ...lists, QueryLanguage: language });
}

const LISTS = ["Retry", "Catch", "Choices"];

/** `Iterator` and `Parameters` are the former names, which AWS still takes. Source: the pages on Map above. */
function renamedFields(map: AslObject): AslObject {
  const today: Readonly<Record<string, string>> = { Iterator: "ItemProcessor", Parameters: "ItemSelector" };
  return Object.fromEntries(
    Object.entries(map).map(([field, value]) => {
      const name = Object.hasOwn(today, field) ? today[field] : undefined;
      return [name === undefined || Object.hasOwn(map, name) ? field : name, value];
    }),
  );
}

/** A processor without a configuration is inline. */
function processor(given: AslObject): AslObject {
  const config = given.ProcessorConfig;
  if (!isObject(config)) return given;
  const { ProcessorConfig: _, ...rest } = given;
  const kept = without(config, { Mode: "INLINE" });
  return Object.keys(kept).length === 0 ? rest : { ...rest, ProcessorConfig: kept };
}

/** A retrier or catcher. The order of its errors has no meaning. */
function handler(given: unknown, defaults: AslObject): unknown {
  if (!isObject(given)) return given;
  const { ErrorEquals } = given;
  const isNames = Array.isArray(ErrorEquals) && ErrorEquals.every((name) => typeof name === "string");
  return without(isNames ? { ...given, ErrorEquals: [...new Set(ErrorEquals)].sort() } : given, defaults);
}

function without(given: AslObject, defaults: AslObject): AslObject {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !Object.hasOwn(defaults, name) || defaults[name] !== value),
  );
}

function mapValues(given: AslObject, change: (value: unknown, name: string) => unknown): AslObject {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value, name)]));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
