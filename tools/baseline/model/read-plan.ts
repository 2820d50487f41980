import { z } from "zod";
import { type Plan, PlanError, readPlan as readTerraformPlan } from "../../terraform/plan";
import { isPlanList, isPlanObject, type PlanValue, Sensitive, UNKNOWN } from "../../terraform/plan-value";
import { Resource } from "./resource";
import { Stack } from "./stack";
import { type Block, blockSchema, isBlock } from "./values";

const providerSchema = z.object({
  provider_config: z.object({ aws: z.object({ expressions: blockSchema.default({}) }).optional() }).default({}),
});
const tagsSchema = z.object({
  default_tags: z.array(z.object({ tags: z.object({ Environment: z.string(), Stack: z.string().optional() }) })).min(1),
});

/** Reads a stack from the JSON of a plan, as {@link plannedStack}. */
export function readPlan(name: string, json: unknown): Stack {
  return plannedStack(readTerraformPlan(name, json));
}

/**
 * The stack that a plan leads to. Its id is the plan's name unless the default tags give one. Throws a
 * {@link PlanError} for a plan with modules, or without its configuration.
 */
export function plannedStack({ name, changes, configuration, json }: Plan): Stack {
  const provider = providerSchema.safeParse(json.configuration);
  if (!provider.success || configuration.resources.some(({ address }) => address.startsWith("module."))) {
    throw new PlanError(`${name} is not the output of terraform show -json for a plan without modules.`);
  }
  const tags = tagsSchema.safeParse(writtenBlock(provider.data.provider_config.aws?.expressions ?? {}));
  const [given] = tags.success ? tags.data.default_tags : [];
  return new Stack({
    id: given?.tags.Stack ?? name,
    environment: given?.tags.Environment ?? "",
    source: "plan",
    resources: [
      ...changes.flatMap(({ mode, address, type, name, after, deposed }) => {
        if (mode !== "managed" || after === undefined || deposed !== undefined) return [];
        const expressions = writtenBlock(configuration.resource(address)?.expressions ?? {});
        const merged = merge(after, expressions);
        return [new Resource(type, name, isBlock(merged) ? merged : {}, expressions)];
      }),
      ...configuration.resources.flatMap(({ address, expressions }) => {
        const [data, type = "", name = ""] = address.split(".");
        return data === "data" ? [new Resource(`data.${type}`, name, writtenBlock(expressions))] : [];
      }),
    ],
  });
}

/** The known values, with the configuration's in the place of those that are not known yet. */
function merge(value: PlanValue, written: unknown): unknown {
  if (value === UNKNOWN) return written;
  if (value instanceof Sensitive) return merge(value.reveal(), written);
  if (isPlanList(value)) return value.map((member, index) => merge(member, memberOf(written, index)));
  if (!isPlanObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, merge(member, isBlock(written) ? written[key] : undefined)]),
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
