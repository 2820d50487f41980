import { isObject } from "../../../asl/states";
import type { Item } from "./change";
import { canonical } from "./renames";

/** What makes an item of one list the same as one of the other, as any of several texts. */
type Sameness = (item: unknown) => readonly string[];

const errorsOf: Sameness = (item) =>
  isObject(item) && Array.isArray(item.ErrorEquals) ? item.ErrorEquals.map(canonical) : [];
const errors: Sameness = (item) => [errorsOf(item).join()];
const target: Sameness = (item) => (isObject(item) && item.Next !== undefined ? [canonical(item.Next)] : []);
const whole: Sameness = (item) => [canonical(item)];
const condition: Sameness = (item) => {
  if (!isObject(item)) return [];
  const { Next: _, Comment: __, ...rest } = item;
  return [canonical(rest)];
};
const start: Sameness = (item) => (isObject(item) ? [canonical(item.StartAt)] : []);
const states: Sameness = (item) => (isObject(item) && isObject(item.States) ? Object.keys(item.States) : []);
const any: Sameness = () => [""];

/** The lists of a state whose order has a meaning, with what pairs their items, the surest first. */
export const LISTS: Readonly<Record<string, readonly Sameness[]>> = {
  Retry: [whole, errors, errorsOf, any],
  Catch: [whole, errors, errorsOf, target, any],
  Choices: [whole, condition, target],
  Branches: [whole, start, states, any],
};

/** The list after the change, in terms of the one before. */
export function align(before: readonly unknown[], after: readonly unknown[], samenesses: readonly Sameness[]): Item[] {
  const from = new Map<number, number>();
  const used = new Set<number>();
  for (const sameness of samenesses) {
    const free = new Map<string, number[]>();
    before.forEach((item, index) => {
      if (used.has(index)) return;
      for (const key of sameness(item)) {
        const others = free.get(key);
        if (others === undefined) free.set(key, [index]);
        else others.push(index);
      }
    });
    after.forEach((item, index) => {
      if (from.has(index)) return;
      for (const key of sameness(item)) {
        const queue = free.get(key) ?? [];
        while (queue[0] !== undefined && used.has(queue[0])) queue.shift();
        if (queue[0] === undefined) continue;
        from.set(index, queue[0]);
        used.add(queue[0]);
        return;
      }
    });
  }
  return after.map((added, index) => {
    const source = from.get(index);
    return source === undefined ? { added } : { from: source };
  });
}

export function isUnmoved(items: readonly Item[], before: readonly unknown[]): boolean {
  return items.length === before.length && items.every((item, index) => "from" in item && item.from === index);
}
