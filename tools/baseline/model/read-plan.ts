import { z } from "zod";
import { Resource } from "./resource";
import { Stack } from "./stack";
import { type Block, blockSchema, isBlock } from "./values";

const planned = z.object({
  address: z.string(),
  mode: z.literal("managed"),
  type: z.string(),
  name: z.string(),
  values: blockSchema.default({}),
});
const configured = z.object({
  address: z.string(),
  type: z.string(),
  name: z.string(),
  mode: z.enum(["managed", "data"]),
  expressions: blockSchema.default({}),
});
const planSchema = z.object({
  planned_values: z.object({
    root_module: z.object({ resources: z.array(planned).default([]), child_modules: z.undefined().optional() }),
  }),
  resource_changes: z
    .array(z.object({ address: z.string(), change: z.object({ after_unknown: z.unknown() }) }))
    .default([]),
  configuration: z.object({
    provider_config: z.object({ aws: z.object({ expressions: blockSchema.default({}) }).optional() }).default({}),
    root_module: z.object({ resources: z.array(configured).default([]) }),
  }),
});
const tagsSchema = z.object({
  default_tags: z.array(z.object({ tags: z.object({ Environment: z.string(), Stack: z.string().optional() }) })).min(1),
});

/**
 * Reads a stack from the output of `terraform show -json PLAN`; throws for any other text. `name` is the stack's id
 * unless the plan's default tags give one.
 */
export function readPlan(name: string, json: unknown): Stack {
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) {
    const problems = z.prettifyError(parsed.error);
    throw new Error(`${name} is not the output of terraform show -json for a plan without modules: ${problems}`);
  }
  const { planned_values, resource_changes, configuration } = parsed.data;
  const written = new Map(
    configuration.root_module.resources.map(({ address, expressions }) => [address, writtenBlock(expressions)]),
  );
  const unknown = new Map(resource_changes.map(({ address, change }) => [address, change.after_unknown]));
  const tags = tagsSchema.safeParse(writtenBlock(configuration.provider_config.aws?.expressions ?? {}));
  const [given] = tags.success ? tags.data.default_tags : [];
  return new Stack({
    id: given?.tags.Stack ?? name,
    environment: given?.tags.Environment ?? "",
    source: "plan",
    resources: [
      ...planned_values.root_module.resources.map(({ address, type, name, values }) => {
        // Resources of a count or for_each are configured once.
        const expressions = written.get(address.replace(/\[.*\]$/, "")) ?? {};
        const merged = merge(values, unknown.get(address), expressions);
        return new Resource(type, name, isBlock(merged) ? merged : {}, expressions);
      }),
      ...configuration.root_module.resources
        .filter(({ mode }) => mode === "data")
        .map(({ address, type, name }) => new Resource(`data.${type}`, name, written.get(address) ?? {})),
    ],
  });
}

/** The known values, with the configuration's in the place of those that are not known yet. */
function merge(known: unknown, unknown: unknown, written: unknown): unknown {
  if (unknown === true) return written;
  if (Array.isArray(unknown)) {
    const values = Array.isArray(known) ? known : [];
    const length = Math.max(values.length, unknown.length);
    return Array.from({ length }, (_, index) => merge(values[index], unknown[index], memberOf(written, index)));
  }
  if (!isBlock(unknown)) return known;
  const values = isBlock(known) ? known : {};
  const keys = new Set([...Object.keys(values), ...Object.keys(unknown)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, merge(values[key], unknown[key], isBlock(written) ? written[key] : undefined)]),
  );
}

/** A member of a list; if a template makes the whole list, the template. */
function memberOf(written: unknown, index: number): unknown {
  return Array.isArray(written) ? written[index] : written;
}

function writtenBlock(expressions: Block): Block {
  return Object.fromEntries(Object.entries(expressions).map(([name, expression]) => [name, writtenValue(expression)]));
}

/**
 * An expression as Terraform's JSON syntax would write it: a constant unchanged, with its templates. A plan holds only
 * the references of an HCL expression, so these replace it, and a rule that needs more fails to read it.
 */
function writtenValue(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map(writtenValue);
  if (!isBlock(expression)) return expression;
  if ("constant_value" in expression) return expression.constant_value;
  if (!Array.isArray(expression.references)) return writtenBlock(expression);
  return expression.references.map((reference) => `\${${String(reference)}}`).join("");
}
