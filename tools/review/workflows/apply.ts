import { type AslObject, isObject } from "../../../asl/states";
import type { Change, Item, Path } from "./change";
import { renameStates } from "./renames";

/** The definition that the changes lead to. Proves that they are complete: see the property test. */
export function apply(changes: readonly Change[], before: AslObject): AslObject {
  return changes.reduce<AslObject>((definition, change) => {
    const changed = applyOne(change, definition);
    return isObject(changed) ? changed : {};
  }, before);
}

function applyOne(change: Change, definition: unknown): unknown {
  switch (change.kind) {
    case "renamed":
      return at(definition, change.machine, (machine) =>
        isObject(machine) ? renameStates(machine, new Map([[change.from, change.to]])) : machine,
      );
    case "removed":
      return at(definition, [...change.machine, "States", change.name], () => undefined);
    case "added":
      return at(definition, [...change.machine, "States", change.name], () => change.state);
    case "listed":
      return at(definition, change.path, (list) => relisted(Array.isArray(list) ? list : [], change.items));
    case "set":
      return at(definition, change.path, () => change.after);
  }
}

function relisted(list: readonly unknown[], items: readonly Item[]): unknown {
  if (items.length === 0) return undefined;
  return items.map((item) => ("from" in item ? list[item.from] : item.added));
}

/** Replaces the value at a path; undefined removes it. */
function at(value: unknown, [step, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) => (index === step ? at(each, rest, change) : each));
  }
  if (!isObject(value)) return value;
  const old = Object.hasOwn(value, step) ? value[step] : undefined;
  const others = Object.entries(value).filter(([name]) => name !== step);
  const changed = at(old, rest, change);
  return Object.fromEntries(changed === undefined ? others : [...others, [step, changed]]);
}
