import { Compile, parse } from "velocityjs";
import { callJavaMethod } from "./java-methods";

/** The values of a template's names: `input`, `util`, `context`, `stageVariables`. */
export type Scope = { [name: string]: unknown };

/** A mapping template, parsed once and rendered per request. */
export type Template = (scope: Scope) => string;

/**
 * An object whose own functions templates call, such as `$input` and `$util`. Every other receiver of a call is a Java
 * string, list or map.
 */
export class TemplateObject {
  readonly functions: ReadonlyMap<string, (...args: unknown[]) => unknown>;

  constructor(functions: { readonly [name: string]: (...args: unknown[]) => unknown }) {
    this.functions = new Map(Object.entries(functions));
  }
}

/** Parses a mapping template (VTL). Throws if it does not parse, with its place (`where`) in the message. */
export function parseTemplate(source: string, where: string): Template {
  try {
    const asts = parse(source);
    return (scope) => new Compile(asts, { customMethodHandlers: [methods] }).render(scope);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The mapping template of ${where} does not parse: ${reason}`, { cause });
  }
}

interface MethodCall {
  readonly property: string;
  readonly context: unknown;
  readonly params: readonly unknown[];
}

const methods = {
  uid: "api-gateway",
  match: ({ context }: MethodCall) => context !== undefined && context !== null,
  resolve: ({ property, context, params }: MethodCall): unknown => {
    if (context instanceof TemplateObject) {
      const own = context.functions.get(property);
      if (!own) throw new Error(`A template calls ${property}(), which its object does not have.`);
      return own(...params);
    }
    if (typeof context === "string" || isRecord(context)) return callJavaMethod(context, property, params);
    return callJavaMethod(String(context), property, params);
  },
};

function isRecord(value: unknown): value is { [key: string]: unknown } | readonly unknown[] {
  return typeof value === "object" && value !== null;
}
