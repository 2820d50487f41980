import { isObject, type JsonObject, type JsonValue } from "../../support/json";
import { ExpressionError } from "../../terraform/expression-error";
import { evaluateTemplate, stepInto } from "../../terraform/expressions";
import { computedAttributes, type Place } from "./computed";
import type { RegionalStack } from "./synthesized";

export interface Surroundings {
  readonly region: string;
  readonly accountId: string;
  readonly awsUrl: string;
}

/** Resolves the configuration of one environment across its stacks, each resource once. */
export class Resolver {
  private readonly resolved = new Map<string, JsonObject>();
  private readonly resolving: string[] = [];
  private readonly apiPaths = new Map<string, string>();

  constructor(
    private readonly stacks: ReadonlyMap<string, RegionalStack>,
    private readonly surroundings: Surroundings,
  ) {}

  /** The attributes of a resource: its arguments with resolved references, and the values that AWS would fill in. */
  attributesOf(stack: RegionalStack, type: string, name: string): JsonObject {
    const address = `${type}.${name}`;
    const key = `${stack.id} ${address}`;
    const known = this.resolved.get(key);
    if (known) return known;

    const written = stack.resources[type]?.[name];
    if (!written) throw new ExpressionError(`the stack has no ${address}`);
    if (this.resolving.includes(key)) {
      throw new ExpressionError(`the references are circular: ${[...this.resolving, key].join(" -> ")}`);
    }
    this.resolving.push(key);
    try {
      const given = this.resolveObject(stack, address, written);
      const attributes = { ...this.computed(stack, type, name, given), ...given };
      this.resolved.set(key, attributes);
      return attributes;
    } finally {
      this.resolving.pop();
    }
  }

  /** The values that AWS would fill in, without the arguments. */
  computed(stack: RegionalStack, type: string, name: string, given: JsonObject): JsonObject {
    const place: Place = { stack: stack.id, address: `${type}.${name}`, apiPaths: this.apiPaths, ...this.surroundings };
    return computedAttributes(type, given, place);
  }

  private resolveObject(stack: RegionalStack, address: string, written: JsonObject): JsonObject {
    return Object.fromEntries(
      Object.entries(written)
        // `//` has cdktf's notes, `lifecycle` configures Terraform; null is an omitted argument.
        .filter(([name, value]) => name !== "//" && name !== "lifecycle" && value !== null)
        .map(([name, value]) => [name, this.resolve(stack, address, value)]),
    );
  }

  private resolve(stack: RegionalStack, address: string, value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map((member) => this.resolve(stack, address, member));
    if (isObject(value)) return this.resolveObject(stack, address, value);
    if (typeof value !== "string") return value;
    try {
      return evaluateTemplate(value, (steps) => this.lookUp(stack, steps));
    } catch (error) {
      if (!(error instanceof ExpressionError) || error instanceof UnresolvedError) throw error;
      throw new UnresolvedError(stack.id, address, value, error);
    }
  }

  private lookUp(stack: RegionalStack, steps: readonly (string | number)[]): JsonValue {
    const [first, second, third] = steps.map(String);
    if (first === "data" && second !== undefined && third !== undefined) {
      return walk(this.dataSource(second, third), steps.slice(3), steps);
    }
    if (first === undefined || second === undefined || !first.startsWith("aws_")) {
      throw new ExpressionError(`${steps.join(".")} is not supported`);
    }
    return walk(this.attributesOf(stack, first, second), steps.slice(2), steps);
  }

  private dataSource(type: string, name: string): JsonObject {
    const { region, accountId } = this.surroundings;
    switch (type) {
      case "aws_caller_identity":
        return { id: accountId, account_id: accountId, arn: `arn:aws:iam::${accountId}:user/local`, user_id: "local" };
      case "aws_region":
        return { id: region, name: region, region };
      case "aws_partition":
        return { id: "aws", partition: "aws", dns_suffix: "amazonaws.com" };
      case "terraform_remote_state":
        return { outputs: this.outputsOf(this.stackBehind(name)) };
      default:
        throw new ExpressionError(`the local run does not know the data source ${type}`);
    }
  }

  /** cdktf names the remote state of a stack `cross-stack-reference-input-<stack>`. */
  private stackBehind(remoteState: string): RegionalStack {
    const stack = this.stacks.get(remoteState.replace(/^cross-stack-reference-input-/, ""));
    if (stack) return stack;
    throw new ExpressionError(
      `the remote state ${remoteState} belongs to no stack of ${[...this.stacks.keys()].join(", ")}`,
    );
  }

  /** The outputs as fields that are resolved when read, so one output does not depend on the others. */
  private outputsOf(stack: RegionalStack): JsonObject {
    const outputs: JsonObject = {};
    for (const [name, { value }] of Object.entries(stack.outputs)) {
      const get = () => this.resolve(stack, `output.${name}`, value);
      Object.defineProperty(outputs, name, { enumerable: true, get });
    }
    return outputs;
  }
}

/** An expression that cannot be resolved, with its place in the configuration. */
class UnresolvedError extends ExpressionError {
  constructor(stack: string, address: string, expression: string, cause: Error) {
    const shown = expression.length > 200 ? `${expression.slice(0, 200)}...` : expression;
    super(`Stack ${stack}, ${address}: cannot resolve ${shown}: ${cause.message}`, { cause });
  }
}

function walk(from: JsonObject, steps: readonly (string | number)[], whole: readonly (string | number)[]): JsonValue {
  let value: JsonValue = from;
  for (const step of steps) {
    const next = stepInto(value, step);
    if (next === undefined) {
      const known = isObject(value) ? ` (known: ${Object.keys(value).join(", ")})` : "";
      throw new ExpressionError(`${whole.join(".")}: there is no ${step}${known}`);
    }
    value = next;
  }
  return value;
}
