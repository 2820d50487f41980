import type { Finding } from "../finding";
import { join, say, Text } from "../text";
import { type Joined, shown } from "./joined";
import type { Gone, Resources } from "./resources";
import type { StateUse } from "./uses";

interface Use {
  readonly gone: Gone;
  readonly paths: string[];
}

/** What definitions name, and the plans take away. */
export function goneResources(machines: readonly Joined[], resources: Resources): Finding[] {
  return machines.flatMap((joined) => {
    const used = usedOf(joined, joined.after, resources);
    const running = [...usedOf(joined, joined.running, resources)].filter(([id]) => !used.has(id));
    return [
      ...[...used.values()].map((use) => stillUsed(joined, use)),
      ...running.map(([, use]) => usedByRunning(joined, use)),
    ];
  });
}

function usedOf({ machine }: Joined, uses: readonly StateUse[] | undefined, resources: Resources): Map<string, Use> {
  const found = new Map<string, Use>();
  for (const { path, named } of uses ?? []) {
    for (const gone of [...named].flatMap((arn) => resources.goneOf(arn))) {
      if (gone.change === machine.change) continue;
      const id = JSON.stringify([gone.plan, gone.change.address, gone.how]);
      const use = found.get(id) ?? { gone, paths: [] };
      found.set(id, use);
      if (use.paths.at(-1) !== path) use.paths.push(path);
    }
  }
  return found;
}

function stillUsed(joined: Joined, { gone, paths }: Use): Finding {
  const { address } = joined.machine.change;
  const places = join(paths.map((path) => say`${shown(joined, path)}`));
  const isBack = gone.how === "recreated";
  return {
    ...about(joined, paths),
    level: isBack && !gone.isStore ? "attention" : "dangerous",
    rule: isBack ? "used-resource-recreated" : "used-resource-gone",
    text: say`${whatHappens(gone)}, but ${address} still uses it in ${places}: ${effectOf(gone)}`,
  };
}

/**
 * Running executions keep the definition that they started with. Source:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
 */
function usedByRunning(joined: Joined, { gone, paths }: Use): Finding {
  const { address } = joined.machine.change;
  const places = join(paths.map((path) => say`${shown(joined, path)}`));
  const isBack = gone.how === "recreated" && !gone.isStore;
  return {
    ...about(joined, paths),
    level: joined.isExpress || isBack ? "attention" : "dangerous",
    rule: "running-executions-use-gone-resource",
    text: say`${whatHappens(gone)}, and executions of ${address} that are already running keep the former definition and still use it in ${places}: ${effectOf(gone)}`,
    details: [lifeOf(joined)],
  };
}

export function lifeOf({ isExpress }: Joined): Text {
  return isExpress
    ? say`An Express execution ends within five minutes, so the effect passes soon.`
    : say`A Standard execution may run for up to a year. Keep what it uses until the last one that started before the apply has ended.`;
}

/** The parts of a finding that say which state of which machine it is about. */
export function about({ machine: { plan, change, before, after } }: Joined, paths: readonly string[]) {
  const isSensitive = [before, after].some((each) => "isSensitive" in each && each.isSensitive);
  const [state] = paths;
  return {
    section: "workflows" as const,
    plan,
    address: change.address,
    ...(paths.length === 1 && state !== undefined && !isSensitive ? { state } : {}),
  };
}

function whatHappens({ noun, change: { address }, how, arn }: Gone): Text {
  const resource = say`The ${new Text([noun])} ${address}`;
  if (how === "index removed") return say`The index ${arn.split("/").at(-1) ?? ""} of ${address} is removed`;
  if (how === "destroyed") return say`${resource} is destroyed`;
  if (how === "renamed") return say`${resource} is replaced and gets another ARN`;
  return say`${resource} is replaced: it is destroyed and created again`;
}

function effectOf({ how, isStore }: Gone): Text {
  if (how !== "recreated") return say`these calls fail.`;
  return isStore
    ? say`calls fail until it exists again, and what it held is lost to them.`
    : say`calls fail until it exists again.`;
}
