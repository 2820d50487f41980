import type { JsonValue } from "../support/json";
import { ExpressionError } from "../terraform/expression-error";
import { evaluateTemplate } from "../terraform/expressions";
import type { Plan, ResourceChange } from "../terraform/plan";
import { withoutIndexes } from "../terraform/plan-configuration";
import { isPlanList, isPlanObject, type PlanObject, type PlanValue, Sensitive, UNKNOWN } from "../terraform/plan-value";
import type { SynthesizedStack } from "../terraform/synthesis";

/** An attribute as a synthesized stack has it, with references replaced by what is known. */
export interface SynthesizedText {
  readonly text: string;
  /** Whether a reference has a sensitive value. */
  readonly isSensitive: boolean;
  /** The stack's id. */
  readonly stack: string;
}

/**
 * The text of an attribute that a plan knows only after the apply, from the synthesized stack that the plan was made of.
 * A reference has the value that the plan or the prior state knows. If an update only makes a new value, such as the next
 * version of a state machine, that is the value before it, so that what is left differs where the stack differs. Any
 * other reference becomes words, such as `arn of aws_lambda_function.refund`. Undefined if there is no such stack.
 */
export function synthesizedText(
  stacks: readonly SynthesizedStack[],
  plan: Plan,
  change: ResourceChange,
  attribute: string,
): SynthesizedText | undefined {
  const stack = stackOf(stacks, plan, change);
  const written = stack?.resources[change.type]?.[change.name]?.[attribute];
  if (stack === undefined || typeof written !== "string") return undefined;
  const values = new KnownValues(plan);
  try {
    const value = evaluateTemplate(written, (steps) => values.at(steps));
    return { text: String(value), isSensitive: values.hasSensitive, stack: stack.id };
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** The stack of the plan's name or `Stack` tag, else the only one with such a resource. Names that are known agree. */
function stackOf(
  stacks: readonly SynthesizedStack[],
  plan: Plan,
  change: ResourceChange,
): SynthesizedStack | undefined {
  if (withoutIndexes(change.address) !== `${change.type}.${change.name}`) return undefined;
  const name = change.after?.name;
  const holding = stacks.filter(({ resources }) => {
    const written = resources[change.type]?.[change.name];
    const isOther = typeof written?.name === "string" && typeof name === "string" && !written.name.includes("${");
    return written !== undefined && !(isOther && written.name !== name);
  });
  const ids = [plan.name.split("/").at(-1), tag(change.after?.tags_all, "Stack")];
  return holding.find(({ id }) => ids.includes(id)) ?? (holding.length === 1 ? holding[0] : undefined);
}

function tag(tags: PlanValue | undefined, name: string): PlanValue | undefined {
  return isPlanObject(tags) && Object.hasOwn(tags, name) ? tags[name] : undefined;
}

/** Values of the resources of one plan. */
class KnownValues {
  private readonly changes: ReadonlyMap<string, ResourceChange>;
  hasSensitive = false;

  constructor(private readonly plan: Plan) {
    const current = plan.changes.filter(({ deposed }) => deposed === undefined);
    this.changes = new Map(current.map((change) => [change.address, change]));
  }

  at(steps: readonly (string | number)[]): JsonValue {
    const length = steps[0] === "data" ? 3 : 2;
    const named = steps.slice(0, length).join(".");
    const index = steps[length];
    const address = typeof index === "number" ? `${named}[${index}]` : named;
    const path = steps.slice(typeof index === "number" ? length + 1 : length);
    const change = this.changes.get(address);
    for (const values of [change?.after, change?.before, this.plan.priorState.get(address)]) {
      const value = this.inside(values, path);
      if (value !== undefined) return value;
    }
    return `${path.join(".")} of ${address}`;
  }

  /** The value at a path if all of it is known. */
  private inside(values: PlanObject | undefined, path: readonly (string | number)[]): JsonValue | undefined {
    let value: PlanValue | undefined = values;
    for (const step of path) {
      value = this.shown(value);
      if (isPlanList(value)) value = typeof step === "number" ? value[step] : undefined;
      else value = isPlanObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
    value = this.shown(value);
    if (value === undefined || value === null || value === UNKNOWN) return undefined;
    return typeof value === "object" ? undefined : value;
  }

  private shown(value: PlanValue | undefined): PlanValue | undefined {
    if (!(value instanceof Sensitive)) return value;
    this.hasSensitive = true;
    return value.reveal();
  }
}
