import { DefinitionError, parseDefinition } from "../../asl/parse";
import type { AslObject } from "../../asl/states";
import { isDeeperThan } from "../support/json";
import type { Plan, ResourceChange } from "../terraform/plan";
import { isPlanObject, type PlanObject, Sensitive, UNKNOWN } from "../terraform/plan-value";
import type { SynthesizedStack } from "../terraform/synthesis";
import { synthesizedText } from "./synthesized";

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

/** The state machines of a plan. A definition that the plan does not know is read from the synthesized stacks. */
export function machinesIn(plan: Plan, stacks: readonly SynthesizedStack[]): MachineChange[] {
  return plan.changes
    .filter(({ type, mode }) => type === TYPE && mode === "managed")
    .map((change) => {
      const after = definitionIn(change.after);
      const synthesized = after.kind === "unknown" ? synthesizedText(stacks, plan, change, "definition") : undefined;
      return {
        plan: plan.name,
        change,
        before: definitionIn(change.before),
        after: synthesized === undefined ? after : parsed(synthesized.text, synthesized.isSensitive),
      };
    });
}

function definitionIn(machine: PlanObject | undefined): Definition {
  if (machine === undefined) return { kind: "none" };
  const given = machine.definition;
  const isSensitive = given instanceof Sensitive;
  const definition = isSensitive ? given.reveal() : given;
  if (definition === UNKNOWN) return { kind: "unknown" };
  // Some providers and formats give the object itself instead of its text.
  return parsed(isPlanObject(definition) ? JSON.stringify(definition) : String(definition), isSensitive);
}

/** The most levels of a definition. AWS takes no definition over 1 MB, and people write a few dozen levels. */
const MOST_LEVELS = 500;

function parsed(text: string, isSensitive: boolean): Definition {
  try {
    const asl = parseDefinition("The definition", text);
    if (!isDeeperThan(MOST_LEVELS, asl)) return { kind: "known", asl, isSensitive };
    return { kind: "invalid", problem: `The definition is over ${MOST_LEVELS} levels deep`, isSensitive };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    // The message quotes the text.
    const isJson = error.cause === undefined;
    const problem = isSensitive || !isJson ? "It is not JSON." : "It is no JSON object.";
    return { kind: "invalid", problem: isSensitive ? problem : `${problem} ${error.message}`, isSensitive };
  }
}
