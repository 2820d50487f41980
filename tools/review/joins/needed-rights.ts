import type { Finding, Level } from "../finding";
import type { Subject } from "../subject";
import { join, say, type Text } from "../text";
import { about, lifeOf } from "./gone-resources";
import { IamResources } from "./iam-resources";
import { type Joined, shown } from "./joined";
import { withKeyNeeds } from "./key-needs";
import type { Need } from "./needs/call";
import { ResourcePolicies } from "./resource-policies";
import type { Resources } from "./resources";
import { mayCall, policiesOf, policiesOfArn, type RolePolicies } from "./role-policies";

/** The policies of a machine's role: of new executions before and after the change, and of running ones. */
interface MachineRoles {
  readonly before: RolePolicies | undefined;
  readonly after: RolePolicies | undefined;
  /** Running executions keep the role that they started with. */
  readonly running: RolePolicies | undefined;
}

/** Rights that states need, and that their roles lose or never get. */
export function neededRights(subject: Subject, machines: readonly Joined[], resources: Resources): Finding[] {
  const iam = new IamResources(subject.plans);
  const ofResources = new ResourcePolicies(subject);
  return machines.flatMap((machine) => {
    const joined: Joined = {
      ...machine,
      before: withKeyNeeds(machine.before, resources),
      after: withKeyNeeds(machine.after, resources),
      running: withKeyNeeds(machine.running, resources),
    };
    const { change } = joined.machine;
    const plan = subject.plans.find(({ changes }) => changes.includes(change));
    if (plan === undefined) return [];
    const former = change.before?.role_arn;
    const roles: MachineRoles = {
      before: policiesOf(iam, "before", { plan, change }, "role_arn"),
      after: policiesOf(iam, "after", { plan, change }, "role_arn"),
      running: typeof former === "string" ? policiesOfArn(iam, "after", plan, former) : undefined,
    };
    const arn = change.after?.role_arn;
    const isAllowed = (need: Need) => typeof arn === "string" && ofResources.mayAllow(arn, need);
    return [...ofNewExecutions(joined, roles, isAllowed), ...ofRunningExecutions(joined, roles, isAllowed)];
  });
}

/** What is wrong with a right that states need. */
type Fault = "lost" | "missing" | "conditional" | "perhaps lost" | "not known";

const RULES: Readonly<Record<Fault, { readonly rule: string; readonly level: Level }>> = {
  lost: { rule: "needed-right-removed", level: "dangerous" },
  missing: { rule: "needed-right-missing", level: "dangerous" },
  conditional: { rule: "needed-right-conditional", level: "attention" },
  "perhaps lost": { rule: "needed-right-perhaps-removed", level: "attention" },
  "not known": { rule: "needed-right-unknown", level: "attention" },
};

function ofNewExecutions(
  joined: Joined,
  { before, after }: MachineRoles,
  isAllowed: (need: Need) => boolean,
): Finding[] {
  if (after === undefined) return [];
  const former = new Map(joined.before?.map(({ path, needs }) => [path, new Set(needs.map(idOf))]));
  const known = new Set(joined.before?.flatMap(({ needs }) => needs.map(idOf)));
  const exists = joined.machine.change.before !== undefined;
  const groups = new Groups<Fault>();
  for (const { path, needs } of joined.after ?? []) {
    for (const need of needs) {
      const isNew = former.get(path)?.has(idOf(need)) !== true;
      // A renamed state, for example, needs nothing that the role did not need before.
      const isFirst = exists && !known.has(idOf(need));
      const fault = faultOf(need, isNew, isFirst, before, after);
      if (fault !== undefined && !isAllowed(need)) groups.add(fault, path, need);
    }
  }
  return groups.all.map(({ kind, paths, needs }) => ({
    ...about(joined, paths),
    ...RULES[kind],
    section: "permissions",
    text: textOf(joined, kind, before, after, needs, paths),
  }));
}

function faultOf(
  need: Need,
  isNew: boolean,
  isFirst: boolean,
  before: RolePolicies | undefined,
  after: RolePolicies,
): Fault | undefined {
  const was = before === undefined ? undefined : mayCall(before, need);
  const is = mayCall(after, need);
  const had = was === "allowed" || was === "conditional" || was === "partly";
  if (is === "refused") {
    if (had || (was === "unknown" && !isNew)) return "lost";
    return isNew ? "missing" : undefined;
  }
  if (is === "conditional" && was === "allowed") return "conditional";
  if (is !== "unknown") return undefined;
  if (had && after.unknown.every((name) => before?.unknown.includes(name))) return "perhaps lost";
  return isFirst ? "not known" : undefined;
}

function textOf(
  joined: Joined,
  fault: Fault,
  before: RolePolicies | undefined,
  { role, unknown }: RolePolicies,
  needs: readonly Need[],
  paths: readonly string[],
): Text {
  const { address } = joined.machine.change;
  const right = rightOf(joined, fault === "not known" ? needs.slice(0, 1) : needs);
  const places = placesOf(joined, paths);
  switch (fault) {
    case "lost":
      return before?.role === role
        ? say`The right ${right} is removed from the role ${role}, but ${address} still needs it in ${places}: these calls will fail with AccessDenied.`
        : say`The role of ${address} changes to ${role}, which lacks the right ${right} that it still needs in ${places}: these calls will fail with AccessDenied.`;
    case "missing":
      return say`${address} needs the right ${right} in ${places}, but no policy of the role ${role} gives it: these calls will fail with AccessDenied.`;
    case "conditional":
      return say`The role ${role} keeps the right ${right} only under a condition, and ${address} still needs it in ${places}: check that the condition holds for these calls.`;
    case "perhaps lost":
      return say`No policy in the plans gives the right ${right} to the role ${role} any more, but ${address} still needs it in ${places}: these calls fail with AccessDenied unless a policy that the plans do not show (${unknown}) gives it.`;
    case "not known":
      return say`${address} needs new rights in ${places}, such as ${right}. It is unknown whether the role ${role} has them, because the plans do not show ${unknown}.`;
  }
}

/** Running executions keep their definition and role. Source:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
function ofRunningExecutions(
  joined: Joined,
  { before, running }: MachineRoles,
  isAllowed: (need: Need) => boolean,
): Finding[] {
  if (before === undefined || running === undefined) return [];
  const reported = new Set((joined.after ?? []).flatMap(({ needs }) => needs.map(idOf)));
  const groups = new Groups<"lost">();
  for (const { path, needs } of joined.running ?? []) {
    for (const need of needs) {
      if (before.role === running.role && reported.has(idOf(need))) continue;
      const had = ["allowed", "conditional", "partly"].includes(mayCall(before, need));
      if (had && mayCall(running, need) === "refused" && !isAllowed(need)) groups.add("lost", path, need);
    }
  }
  return groups.all.map(({ paths, needs }) => ({
    ...about(joined, paths),
    section: "permissions",
    level: joined.isExpress ? "attention" : "dangerous",
    rule: "running-executions-lose-right",
    text: say`The right ${rightOf(joined, needs)} is removed from the role ${running.role}, and executions of ${joined.machine.change.address} that are already running keep the former definition and still need it in ${placesOf(joined, paths)}: these calls will fail with AccessDenied.`,
    details: [lifeOf(joined)],
  }));
}

/** Needs by what is wrong with them, the resource and the states, so that each finding says all of one cause. */
class Groups<Kind extends string> {
  private readonly byNeed = new Map<string, { kind: Kind; need: Need; paths: string[] }>();

  add(kind: Kind, path: string, need: Need): void {
    const id = `${kind} ${idOf(need)}`;
    const group = this.byNeed.get(id) ?? { kind, need, paths: [] };
    this.byNeed.set(id, group);
    if (group.paths.at(-1) !== path) group.paths.push(path);
  }

  get all(): readonly { kind: Kind; paths: readonly string[]; needs: readonly Need[] }[] {
    const merged = new Map<string, { kind: Kind; paths: Set<string>; needs: Need[] }>();
    for (const { kind, need, paths } of this.byNeed.values()) {
      // What is not known has one cause, however many needs there are.
      const id = kind === "not known" ? kind : JSON.stringify([kind, need.resource, paths]);
      const group = merged.get(id) ?? { kind, paths: new Set(), needs: [] };
      merged.set(id, group);
      group.needs.push(need);
      for (const path of paths) group.paths.add(path);
    }
    return [...merged.values()].map((group) => ({ ...group, paths: [...group.paths] }));
  }
}

/** How many states a sentence names. */
const MOST_PLACES = 10;

function placesOf(joined: Joined, paths: readonly string[]): Text {
  const more = paths.length - MOST_PLACES;
  const rest = more > 0 ? say` and ${more} more` : say``;
  return say`${join(paths.slice(0, MOST_PLACES).map((path) => say`${shown(joined, path)}`))}${rest}`;
}

function rightOf(joined: Joined, needs: readonly Need[]): Text {
  const actions = join(needs.map(({ action }) => say`${shown(joined, action)}`));
  const [{ resource } = { resource: "*" }] = needs;
  return resource === "*" ? actions : say`${actions} on ${shown(joined, resource)}`;
}

function idOf({ action, resource }: Need): string {
  return `${action} ${resource}`;
}
