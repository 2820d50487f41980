import { isSet } from "./model/values";
import type { Check } from "./rule";

/**
 * An attribute must be one of the given values, in each of the blocks around it. `undefined` among the values lets the
 * attribute be absent.
 */
export function expectValue(path: string, ...expected: readonly unknown[]): Check {
  const steps = path.split(".");
  const name = steps.pop() ?? path;
  const wanted = expected.filter(isSet).map((value) => JSON.stringify(value));
  return ({ values }) => {
    const around = steps.length === 0 ? [values] : values.blocks(steps.join("."));
    const found = around.length === 0 ? [undefined] : around.map((block) => block.at(name));
    return found
      .filter((value) => !expected.includes(value))
      .map((value) => wrongValue(path, value, wanted.join(" or ") || "none"));
  };
}

/** An attribute must have a value, whichever it is. */
export function expectSet(path: string): Check {
  return (resource) => (isSet(resource.at(path)) ? [] : [`${path} is missing`]);
}

/** The configuration must set an attribute itself: a plan also holds the defaults that the provider fills in. */
export function expectWritten(path: string): Check {
  return ({ written }) => (isSet(written.at(path)) ? [] : [`${path} is missing`]);
}

/** A number must be at least `least`. A value that is not known yet does not count. */
export function expectAtLeast(path: string, least: number): Check {
  return (resource) => {
    const value = resource.at(path);
    return typeof value === "number" && value >= least ? [] : [wrongValue(path, value, `${least} or more`)];
  };
}

/**
 * Another resource, whose `attribute` names this one, must exist, and each such resource must pass `check`.
 *
 * @param type such as `aws_s3_bucket_logging`
 */
export function expectPart(type: string, attribute: string, check: Check = () => []): Check {
  return (resource, stack) => {
    const parts = stack.partsOf(resource, type, attribute);
    return parts.length === 0 ? [`no ${type} belongs to it`] : parts.flatMap((part) => check(part, stack));
  };
}

/** Every check must pass; reports what each of them finds. */
export function expectAll(...checks: readonly Check[]): Check {
  return (resource, stack) => checks.flatMap((check) => check(resource, stack));
}

/** The check holds only for resources that meet a condition; any other passes. */
export function expectWhen(condition: (...of: Parameters<Check>) => boolean, check: Check): Check {
  return (resource, stack) => (condition(resource, stack) ? check(resource, stack) : []);
}

/** A key must be set, and it must not be the one that AWS keeps for all resources of an account. */
export function expectOwnKey(path: string): Check {
  return (resource, stack) => {
    const key = resource.at(path);
    return String(key).startsWith("alias/aws/")
      ? [wrongValue(path, key, "a key of its own")]
      : expectSet(path)(resource, stack);
  };
}

function wrongValue(path: string, value: unknown, wanted: string): string {
  return `${path} ${isSet(value) ? `is ${JSON.stringify(value)}` : "is missing"}, expected ${wanted}`;
}
