import { z } from "zod";

/** A resource or data source as the configuration writes it. */
export interface ConfiguredResource {
  /** The address without indexes, such as `module.flow.aws_sfn_state_machine.this`. */
  readonly address: string;
  /** Terraform's expression representation: `constant_value` or `references` at the leaves. */
  readonly expressions: Readonly<Record<string, unknown>>;
}

/** What the configuration of a plan says. */
export interface Configured {
  /** Every resource and data source of every module. */
  readonly resources: readonly ConfiguredResource[];
  /** The resource at an address, with or without indexes of `count` and `for_each`. */
  resource(address: string): ConfiguredResource | undefined;
  /**
   * Addresses without indexes of the resources and data sources that an attribute of a resource refers to, also through
   * variables and outputs of modules; of all its attributes if none is given. The configuration in a plan holds no
   * locals, so what an expression takes from `local.` is missing.
   */
  references(address: string, attribute?: string): readonly string[];
  /** Names of the root module's variables that are declared sensitive. */
  readonly sensitiveVariables: readonly string[];
}

const record = z.record(z.string(), z.unknown()).catch({});
const moduleSchema = z.object({
  resources: z
    .array(
      z.looseObject({
        address: z.string().catch(""),
        expressions: record.optional(),
        for_each_expression: z.unknown().optional(),
        count_expression: z.unknown().optional(),
      }),
    )
    .catch([])
    .optional(),
  module_calls: record.optional(),
  outputs: record.optional(),
  variables: record.optional(),
});
const callSchema = z.object({ expressions: record.optional(), module: z.unknown().optional() });
const outputSchema = z.object({ expression: z.unknown().optional() });
const referring = z.object({ references: z.array(z.string()) });
const sensitive = z.object({ sensitive: z.literal(true) });

/** One module, with what its caller passes to it. */
interface Module {
  /** Empty for the root, else ends with a dot. */
  readonly prefix: string;
  readonly parsed: z.infer<typeof moduleSchema>;
  readonly caller: { readonly module: Module; readonly expressions: Readonly<Record<string, unknown>> } | undefined;
}

/**
 * Reads the `configuration` of a plan. What is not in the form that Terraform writes counts as absent.
 * Source: https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function configurationOf(configuration: unknown): Configured {
  const root = z.object({ root_module: z.unknown().optional() }).safeParse(configuration);
  const modules = new Map(
    modulesIn(root.success ? root.data.root_module : {}, "", undefined).map((module) => [module.prefix, module]),
  );
  const resources = new Map(
    [...modules.values()].flatMap((module) =>
      (module.parsed.resources ?? []).map((resource) => {
        const address = `${module.prefix}${resource.address}`;
        return [address, { address, expressions: resource.expressions ?? {}, module }] as const;
      }),
    ),
  );
  const find = (address: string) => resources.get(withoutIndexes(address));
  return {
    resources: [...resources.values()],
    resource: find,
    references(address, attribute) {
      const found = find(address);
      if (found === undefined) return [];
      const { expressions } = found;
      const written = attribute === undefined ? expressions : own(expressions, attribute);
      return [...new Set(resolve(modules, found.module, written, new Set()))].filter((each) => each !== found.address);
    },
    sensitiveVariables: Object.entries(modules.get("")?.parsed.variables ?? {})
      .filter(([, variable]) => sensitive.safeParse(variable).success)
      .map(([name]) => name),
  };
}

/** An address without the indexes of `count` and `for_each`. */
export function withoutIndexes(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^"\]]*)\]/g, "");
}

function modulesIn(json: unknown, prefix: string, caller: Module["caller"]): Module[] {
  const parsed = moduleSchema.safeParse(json);
  if (!parsed.success) return [];
  const module: Module = { prefix, parsed: parsed.data, caller };
  const called = Object.entries(parsed.data.module_calls ?? {}).flatMap(([name, call]) => {
    const { success, data } = callSchema.safeParse(call);
    if (!success) return [];
    return modulesIn(data.module, `${prefix}module.${name}.`, { module, expressions: data.expressions ?? {} });
  });
  return [module, ...called];
}

/** Addresses of what an expression in a module refers to. `seen` ends circles, which Terraform itself refuses. */
function resolve(
  modules: ReadonlyMap<string, Module>,
  module: Module,
  expression: unknown,
  seen: Set<string>,
): readonly string[] {
  return referencesIn(expression).flatMap((reference) => {
    const steps = withoutIndexes(reference).split(".");
    const [first = "", second = "", third = ""] = steps;
    const key = `${module.prefix} ${steps.slice(0, 3).join(".")}`;
    if (seen.has(key)) return [];
    if (first === "var") {
      seen.add(key);
      const { caller } = module;
      return caller === undefined ? [] : resolve(modules, caller.module, own(caller.expressions, second), seen);
    }
    if (first === "module") {
      seen.add(key);
      const called = modules.get(`${module.prefix}module.${second}.`);
      const output = outputSchema.safeParse(own(called?.parsed.outputs, third));
      return called === undefined || !output.success ? [] : resolve(modules, called, output.data.expression, seen);
    }
    if (["local", "each", "count", "path", "terraform", "self"].includes(first)) return [];
    if (first === "data") return third === "" ? [] : [`${module.prefix}data.${second}.${third}`];
    return second === "" ? [] : [`${module.prefix}${first}.${second}`];
  });
}

/** The references at the leaves of an expression, in Terraform's spelling, such as `aws_sqs_queue.dead["orders"].arn`. */
export function referencesIn(expression: unknown): readonly string[] {
  if (typeof expression !== "object" || expression === null) return [];
  if ("constant_value" in expression) return [];
  const { success, data } = referring.safeParse(expression);
  return success ? data.references : Object.values(expression).flatMap(referencesIn);
}

function own(record: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
