import { type AslObject, isDistributedMap, isObject, isTask, type PlacedState } from "../../../asl/states";
import type { Grant } from "../grants";
import type { Substitutions } from "../placeholders";
import { Refused } from "../refused";
import { Call, type Surroundings } from "./call";
import { needsOfDistributedMap } from "./distributed-map";
import { grantsOf, type StateNeeds } from "./grants-of";
import type { Resource } from "./resource";
import { needsOfTask } from "./task";

export interface DerivedWorkflow extends Pick<Surroundings, "file" | "self" | "arnOf"> {
  readonly states: readonly PlacedState[];
  readonly substitutions: Substitutions;
  readonly reaches: Reaches;
}

/** By state, the only resources that its call may reach if the target is known only at run time. */
export type Reaches = Readonly<Record<string, readonly Resource[]>>;

/**
 * Derives the rights that a workflow's states need, and nothing else. Throws {@link Refused}, with a line for each state
 * whose rights cannot be derived.
 */
export function deriveGrants(workflow: DerivedWorkflow, region: string): Grant[] {
  const arnOf = memorised(workflow.arnOf);
  const asked = new Set<string>();
  const refusals: string[] = [];
  const needs = workflow.states.flatMap((placed) => {
    try {
      return needsOf(placed, surroundings({ ...workflow, arnOf }, placed.name, asked));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.push(error.message);
      return [];
    }
  });
  refusals.push(...idleReaches(workflow, asked));
  if (refusals.length > 0) throw new Refused(refusals.join("\n"));
  return grantsOf(needs, region);
}

function surroundings(workflow: DerivedWorkflow, state: string, asked: Set<string>): Surroundings {
  const { file, substitutions, self, arnOf } = workflow;
  const reaches = () => {
    asked.add(state);
    return workflow.reaches[state] ?? [];
  };
  return { file, state, substitutions, self, arnOf, reaches };
}

/** Terraform references differ each time they are created, and equal texts are needed to merge statements. */
function memorised(arnOf: Surroundings["arnOf"]): Surroundings["arnOf"] {
  const arns = new Map<string, string>();
  return (service, resource) => {
    const name = `${service}:${resource}`;
    const arn = arns.get(name) ?? arnOf(service, resource);
    arns.set(name, arn);
    return arn;
  };
}

function needsOf(placed: PlacedState, around: Surroundings): StateNeeds[] {
  const { name, state } = placed;
  if (isDistributedMap(placed)) {
    return needsOfDistributedMap(around, state).map((each) => ({ ...each, state: name }));
  }
  if (!isTask(placed)) return [];
  const needs = state.Credentials === undefined ? needsOfTask(Call.of(around, state)) : needsOfOtherRole(around, state);
  return [{ ...needs, state: name }];
}

/** A call in another role needs only the right to assume it. That role's own policy allows the call. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html */
function needsOfOtherRole(around: Surroundings, { Resource, Credentials }: AslObject) {
  const call = new Call(around, String(Resource), isObject(Credentials) ? Credentials : {});
  return { service: "sts", needs: call.resources("RoleArn").map((on) => ({ actions: ["AssumeRole"], on })) };
}

/** Refuses entries of `reaches` that have no effect, so that nobody relies on them. */
function idleReaches({ file, reaches }: DerivedWorkflow, asked: ReadonlySet<string>): string[] {
  return Object.keys(reaches)
    .filter((state) => !asked.has(state))
    .map(
      (state) =>
        `${file}: The Workflow's reaches has the state ${state}, but no target of that state is made at run time. Remove it from reaches, or correct the state's name.`,
    );
}
