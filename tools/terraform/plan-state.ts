import { z } from "zod";
import { isPlanObject, type PlanObject, planValue } from "./plan-value";

/** Attributes of resources and data sources, by address, such as `module.flow["orders"].data.aws_region.current`. */
export type StateValues = ReadonlyMap<string, PlanObject>;

const resource = z.object({
  address: z.string(),
  values: z.unknown().optional(),
  sensitive_values: z.unknown().optional(),
});
const resources = z.array(z.unknown()).catch([]);
const moduleSchema = z.object({ resources: resources.optional(), child_modules: resources.optional() });
const stateSchema = z.object({ values: z.object({ root_module: z.unknown().optional() }) });

/**
 * The values in the `prior_state` of a plan. Skips what is not in the form that Terraform writes.
 * Source: https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
export function valuesIn(state: unknown): StateValues {
  const parsed = stateSchema.safeParse(state);
  return new Map(parsed.success ? valuesOf(parsed.data.values.root_module) : []);
}

function valuesOf(module: unknown): [string, PlanObject][] {
  const parsed = moduleSchema.safeParse(module);
  if (!parsed.success) return [];
  const own = (parsed.data.resources ?? []).flatMap((each): [string, PlanObject][] => {
    const { success, data } = resource.safeParse(each);
    if (!success) return [];
    const values = planValue(data.values, undefined, data.sensitive_values);
    return isPlanObject(values) ? [[data.address, values]] : [];
  });
  return [...own, ...(parsed.data.child_modules ?? []).flatMap(valuesOf)];
}
