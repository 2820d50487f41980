import { DefinitionError, parseDefinition } from "../../asl/parse";
import type { AslObject } from "../../asl/states";
import type { Plan, ResourceChange } from "../terraform/plan";
import { type PlanObject, Sensitive, UNKNOWN } from "../terraform/plan-value";

/** A definition on one side of a change. */
export type Definition =
  | { readonly kind: "known"; readonly asl: AslObject; readonly isSensitive: boolean }
  /** Known only after the apply, and no synthesized stack has it. */
  | { readonly kind: "unknown" }
  /** Not a JSON object. */
  | { readonly kind: "invalid"; readonly problem: string; readonly isSensitive: boolean }
  /** The machine does not exist on this side. */
  | { readonly kind: "none" };

/** A state machine of a plan, changed or not. */
export interface MachineChange {
  readonly plan: string;
  readonly change: ResourceChange;
  readonly before: Definition;
  readonly after: Definition;
}

const TYPE = "aws_sfn_state_machine";

/** The state machines of a plan. */
export function machinesIn(plan: Plan): MachineChange[] {
  return plan.changes
    .filter(({ type, mode }) => type === TYPE && mode === "managed")
    .map((change) => ({
      plan: plan.name,
      change,
      before: definitionIn(change.before),
      after: definitionIn(change.after),
    }));
}

function definitionIn(machine: PlanObject | undefined): Definition {
  if (machine === undefined) return { kind: "none" };
  const given = machine.definition;
  const isSensitive = given instanceof Sensitive;
  const definition = isSensitive ? given.reveal() : given;
  if (definition === UNKNOWN) return { kind: "unknown" };
  try {
    return { kind: "known", asl: parseDefinition("The definition", String(definition)), isSensitive };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { kind: "invalid", problem: error.message, isSensitive };
  }
}
