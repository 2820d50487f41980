import { cpSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { standInForNeighbours } from "./neighbours";
import type { Terraform } from "./terraform";

const values = z.record(z.string(), z.unknown());
const resource = z.object({ address: z.string(), type: z.string(), name: z.string(), values: values.default({}) });
const planSchema = z.object({
  planned_values: z.object({ root_module: z.object({ resources: z.array(resource) }) }),
  resource_changes: z.array(
    z.object({
      address: z.string(),
      mode: z.string(),
      type: z.string(),
      change: z.object({ actions: z.array(z.string()), after_unknown: values }),
    }),
  ),
});
const message = z.object({ diagnostic: z.object({ severity: z.string(), summary: z.string() }).optional() });

export type PlannedResource = z.infer<typeof resource>;

/** What Terraform would do for one stack. */
export class Plan {
  private readonly plan: z.infer<typeof planSchema>;

  constructor(
    readonly stack: string,
    /** What `terraform plan`, which validates first, warns of. */
    readonly diagnostics: readonly unknown[],
    /** As `terraform show -json` prints it. */
    readonly json: unknown,
  ) {
    this.plan = planSchema.parse(json);
  }

  get resources(): readonly PlannedResource[] {
    return this.plan.planned_values.root_module.resources;
  }

  /** Actions on everything managed, by address. */
  get actions(): readonly (readonly [string, readonly string[]])[] {
    return this.plan.resource_changes
      .filter(({ mode }) => mode === "managed")
      .map(({ address, change }) => [address, change.actions] as const);
  }

  ofType(type: string): readonly PlannedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The only resource of a type, or the one whose given attribute has the value. */
  one(type: string, attribute?: string, value?: unknown): PlannedResource {
    const found = this.ofType(type).filter(({ values }) => attribute === undefined || values[attribute] === value);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    throw new Error(`${this.stack} plans ${found.length} of ${type} with ${attribute} ${String(value)}, expected 1.`);
  }

  /** Whether an attribute is set to what is known only once other resources exist. */
  isKnownLater(address: string, attribute: string): boolean {
    const change = this.plan.resource_changes.find((candidate) => candidate.address === address)?.change;
    return change?.after_unknown[attribute] === true;
  }
}

/** Initialises and plans a copy of one synthesized stack, as `cdktf deploy` would before it applies. */
export async function planStack(
  terraform: Terraform,
  options: { readonly stacksFolder: string; readonly stack: string; readonly scratch: string; readonly region: string },
): Promise<Plan> {
  const { stacksFolder, stack, scratch, region } = options;
  const copy = join(scratch, stack);
  cpSync(join(stacksFolder, stack), copy, { recursive: true });
  standInForNeighbours(stacksFolder, copy, region);

  await terraform.run(copy, "init", "-input=false", "-no-color");
  const told = await terraform.run(copy, "plan", "-input=false", "-lock=false", "-json", "-out=plan.bin");
  const plan: unknown = JSON.parse(await terraform.run(copy, "show", "-json", "plan.bin"));
  return new Plan(stack, diagnosticsOf(told), plan);
}

/** The warnings in a plan's output of JSON lines. A plan with an error has already failed. */
function diagnosticsOf(told: string): unknown[] {
  const lines = told.split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => message.parse(JSON.parse(line)).diagnostic ?? []);
}
