import type { ResourceChange } from "../../terraform/plan";
import {
  isPlanList,
  isPlanObject,
  isSameValue,
  type PlanObject,
  type PlanValue,
  UNKNOWN,
} from "../../terraform/plan-value";
import type { Finding } from "../finding";
import { changedResources, type Subject } from "../subject";
import { join, say, type Text } from "../text";
import { type Note, notesOn, source } from "./note";

const ALIAS = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html";

/** Aliases of state machines: which version new executions run, and aliases that go away. */
export function examineAliases(subject: Subject): Finding[] {
  return changedResources(subject)
    .filter(({ change }) => change.type === "aws_sfn_alias")
    .flatMap((alias) => aliasChange(alias.change, notesOn(alias)));
}

function aliasChange({ kind, before, after }: ResourceChange, note: Note): Finding[] {
  if (before === undefined) return [];
  if (kind === "destroy" || kind === "replace") {
    const renamed = after === undefined ? say`` : say` (name ${before.name ?? null} → ${after.name ?? null})`;
    return [
      note(
        "dangerous",
        `alias-${kind === "destroy" ? "destroyed" : "replaced"}`,
        say`Alias ${before.name ?? ""} is ${kind === "destroy" ? say`destroyed` : say`replaced`}${renamed}: callers that start executions through ${before.arn ?? say`its ARN`} fail.`,
        { details: [source(ALIAS)] },
      ),
    ];
  }
  return after === undefined ? [] : rerouted(before, after, note);
}

interface Route {
  readonly version: PlanValue;
  readonly weight: PlanValue;
}

function rerouted(before: PlanObject, after: PlanObject, note: Note): Finding[] {
  const [from, to] = [routesOf(before), routesOf(after)];
  if (isSameRouting(from, to)) return [];
  const known = new Set(from.map(({ version }) => version));
  const isAtOnce = to.length === 1 && to.every(({ version }) => version !== UNKNOWN && !known.has(version));
  return [
    note(
      "attention",
      "alias-rerouted",
      say`routing_configuration of alias ${after.name ?? ""} changes ${routing(from)} → ${routing(to)}: ${isAtOnce ? say`100 % of new executions run the other version at once` : say`new executions are divided by these weights`}; running ones stay on their version.`,
      { details: [source(ALIAS)] },
    ),
  ];
}

/** A version that the apply publishes is unknown: a machine with `publish = true` makes it so on every change, which says nothing. */
function isSameRouting(from: readonly Route[], to: readonly Route[]): boolean {
  return (
    from.length === to.length &&
    from.every(({ version, weight }, index) => {
      const other = to[index];
      return (
        other !== undefined &&
        isSameValue(weight, other.weight) &&
        (other.version === UNKNOWN || isSameValue(version, other.version))
      );
    })
  );
}

function routesOf({ routing_configuration }: PlanObject): Route[] {
  if (!isPlanList(routing_configuration)) return [];
  return routing_configuration
    .filter(isPlanObject)
    .map(({ state_machine_version_arn = null, weight = null }) => ({ version: state_machine_version_arn, weight }));
}

function routing(routes: readonly Route[]): Text {
  return join(routes.map(({ version, weight }) => say`${weight} % ${shortOf(version)}`));
}

/** The version's number, for a version's ARN. */
function shortOf(version: PlanValue): PlanValue {
  return typeof version === "string" ? version.replace(/^arn:.*:stateMachine:/, "") : version;
}
