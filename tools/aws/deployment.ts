import type { JsonObject } from "../support/json";
import { Resolver } from "./deployment/resolver";
import { type RegionalStack, readStacks } from "./deployment/synthesized";

/** The account of the local run. */
export const localAccountId = "123456789012";

/** A resource of a synthesized stack, as it would be after deployment. */
export interface Resource {
  readonly stack: string;
  /** `aws_sqs_queue` */
  readonly type: string;
  /** The name in Terraform, not in AWS. */
  readonly name: string;
  /** `aws_sqs_queue.orders` */
  readonly address: string;
  /** Every argument with resolved references, and the values that AWS would fill in: `arn`, `id`, `url` ... */
  readonly attributes: JsonObject;
}

export interface DeploymentOptions {
  /** The local AWS endpoint, used in the URLs of queues. */
  readonly awsUrl: string;
}

/**
 * Reads one environment that cdktf synthesized into `outdir`. A resource is resolved on its first use. An unresolvable
 * expression throws an error that names the stack, the resource's address and the expression.
 */
export function loadDeployment(outdir: string, env: string, options: DeploymentOptions): Deployment {
  return new Deployment(env, options.awsUrl, readStacks(outdir, env));
}

/** One environment as deployed, resolved across its stacks. */
export class Deployment {
  readonly accountId = localAccountId;
  readonly region: string;
  private readonly stacks: ReadonlyMap<string, RegionalStack>;
  private readonly resolver: Resolver;
  private arns: Map<string, Resource> | undefined;

  constructor(
    readonly env: string,
    readonly awsUrl: string,
    stacks: readonly RegionalStack[],
  ) {
    const [region, ...others] = new Set(stacks.map((stack) => stack.region));
    if (region === undefined || others.length > 0) {
      throw new Error(`The stacks of ${env} must share one region, but have: ${[region, ...others].join(", ")}.`);
    }
    this.region = region;
    this.stacks = new Map(stacks.map((stack) => [stack.id, stack]));
    this.resolver = new Resolver(this.stacks, { region, accountId: localAccountId, awsUrl });
  }

  /** The base folder of relative paths in a stack's configuration. */
  stackDir(stack: string): string {
    const known = this.stacks.get(stack);
    if (known) return known.dir;
    throw new Error(`${this.env} has no stack ${stack}; it has ${[...this.stacks.keys()].join(", ")}.`);
  }

  /** The types that have resources. */
  get types(): string[] {
    return [...new Set([...this.stacks.values()].flatMap(({ resources }) => Object.keys(resources)))];
  }

  /** Every resource of a type, in the order of the stacks. */
  resources(type: string): Resource[] {
    return [...this.stacks.values()].flatMap((stack) => this.resourcesOf(stack, type));
  }

  /**
   * The only resource of a type that matches a predicate, or whose name in AWS has this ending. Throws if none or
   * several match.
   */
  one(type: string, fits: string | ((resource: Resource) => boolean)): Resource {
    const test = typeof fits === "function" ? fits : (resource: Resource) => physicalName(resource).endsWith(fits);
    const all = this.resources(type);
    const [found, ...others] = all.filter(test);
    if (found && others.length === 0) return found;
    const wanted = typeof fits === "function" ? "that fits" : `whose name ends with ${fits}`;
    const count = found ? others.length + 1 : 0;
    throw new Error(
      `One ${type} ${wanted} was expected in ${this.env}, but there are ${count}. There are: ${all.map(physicalName).join(", ") || "none"}.`,
    );
  }

  /** The resource that has this ARN; not one that merely mentions it, such as the policy of a topic. */
  byArn(arn: string): Resource | undefined {
    this.arns ??= this.indexByArn();
    return this.arns.get(arn);
  }

  private resourcesOf(stack: RegionalStack, type: string): Resource[] {
    return Object.keys(stack.resources[type] ?? {}).map((name) => {
      const attributes = this.resolver.attributesOf(stack, type, name);
      return { stack: stack.id, type, name, address: `${type}.${name}`, attributes };
    });
  }

  private indexByArn(): Map<string, Resource> {
    const index = new Map<string, Resource>();
    for (const stack of this.stacks.values()) {
      for (const resource of Object.keys(stack.resources).flatMap((type) => this.resourcesOf(stack, type))) {
        const { arn } = this.resolver.computed(stack, resource.type, resource.name, resource.attributes);
        if (typeof arn === "string") index.set(arn, resource);
      }
    }
    return index;
  }
}

/** The name of a resource in AWS. */
function physicalName({ attributes, address }: Resource): string {
  const { name, function_name, bucket, alarm_name } = attributes;
  return String(name ?? function_name ?? bucket ?? alarm_name ?? address);
}
