import { type AslObject, isObject, statesByName } from "../../../asl/states";

/** Renames states of one machine, and what refers to them: `StartAt`, `Next` and `Default`, in rules and catchers too. */
export function renameStates(machine: AslObject, names: ReadonlyMap<string, string>): AslObject {
  if (names.size === 0 || !isObject(machine.States)) return machine;
  const renamed = (name: unknown) => (typeof name === "string" ? (names.get(name) ?? name) : name);
  const States = Object.fromEntries(
    Object.entries(machine.States).map(([name, state]) => [names.get(name) ?? name, withReferences(state, renamed)]),
  );
  return { ...machine, ...(Object.hasOwn(machine, "StartAt") && { StartAt: renamed(machine.StartAt) }), States };
}

/** The states that have another name after the change, by their former name: same content, or the same work. */
export function renamesBetween(before: AslObject, after: AslObject): Map<string, string> {
  const [old, now] = [statesByName(before), statesByName(after)];
  const gone = Object.keys(old).filter((name) => !Object.hasOwn(now, name));
  const fresh = Object.keys(now).filter((name) => !Object.hasOwn(old, name));
  const renames = new Map<string, string>();
  if (gone.length === 0 || fresh.length === 0) return renames;
  const [wasNamed, isNamed] = [new Set<unknown>(gone), new Set<unknown>(fresh)];
  for (const sameness of [contentOf, workOf]) {
    const taken = new Set(renames.values());
    const candidates = groups(
      fresh.filter((name) => !taken.has(name)),
      (name) => sameness(now[name], isNamed),
    );
    const leavers = groups(
      gone.filter((name) => !renames.has(name)),
      (name) => sameness(old[name], wasNamed),
    );
    for (const [key, names] of leavers) {
      const others = key === undefined ? [] : (candidates.get(key) ?? []);
      // Several alike pair in order; states of the same work, but other content, only if there is no doubt.
      if (sameness === workOf && (names.length > 1 || others.length > 1)) continue;
      names.forEach((name, index) => {
        const other = others[index];
        if (other !== undefined) renames.set(name, other);
      });
    }
  }
  return renames;
}

/** The state as text, with references to states of the given names left out, as those may be renamed too. */
function contentOf(state: unknown, names: ReadonlySet<unknown>): string {
  return canonical(withReferences(state, (name) => (names.has(name) ? null : name)));
}

/** What a Task calls, and with which input. Undefined for other states. */
function workOf(state: unknown): string | undefined {
  if (!isObject(state) || state.Type !== "Task") return undefined;
  const { Resource, Parameters = null, Arguments = null, Credentials = null } = state;
  return canonical({ Resource, Parameters, Arguments, Credentials });
}

function withReferences(state: unknown, change: (name: unknown) => unknown): unknown {
  if (!isObject(state)) return state;
  return Object.fromEntries(
    Object.entries(state).map(([field, value]) => {
      if (field === "Next" || field === "Default") return [field, change(value)];
      if ((field === "Choices" || field === "Catch") && Array.isArray(value)) {
        return [
          field,
          value.map((each: unknown) =>
            isObject(each) && Object.hasOwn(each, "Next") ? { ...each, Next: change(each.Next) } : each,
          ),
        ];
      }
      return [field, value];
    }),
  );
}

function groups(
  names: readonly string[],
  keyOf: (name: string) => string | undefined,
): Map<string | undefined, string[]> {
  const found = new Map<string | undefined, string[]>();
  for (const name of names) {
    const key = keyOf(name);
    const others = found.get(key);
    if (others === undefined) found.set(key, [name]);
    else others.push(name);
  }
  return found;
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}
