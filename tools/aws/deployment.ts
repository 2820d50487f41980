import type { JsonObject } from "../support/json";
import { Resolver } from "./deployment/resolver";
import { type RegionalStack, readStacks } from "./deployment/synthesized";

/** The account that everything in the local run belongs to. */
export const localAccountId = "123456789012";

/** A resource of a synthesized stack, as it would be once deployed. */
export interface Resource {
  readonly stack: string;
  /** `aws_sqs_queue` */
  readonly type: string;
  /** Terraform's name, not the one that AWS knows. */
  readonly name: string;
  /** `aws_sqs_queue.orders` */
  readonly address: string;
  /** Every argument with its references resolved, and what AWS would have filled in: `arn`, `id`, `url` ... */
  readonly attributes: JsonObject;
}

export interface DeploymentOptions {
  /** The local AWS endpoint, which the URLs of queues lead to. */
  readonly awsUrl: string;
}

/**
 * Reads what cdktf synthesized into `outdir` for one environment. A resource is resolved when it is first asked for; an
 * expression that cannot be, throws an error that names the stack, the resource's address and the expression.
 */
export function loadDeployment(outdir: string, env: string, options: DeploymentOptions): Deployment {
  return new Deployment(env, options.awsUrl, readStacks(outdir, env));
}

/** One environment as it would be deployed, resolved across its stacks. */
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

  /** The folder that relative paths in a stack's configuration start from. */
  stackDir(stack: string): string {
    const known = this.stacks.get(stack);
    if (known) return known.dir;
    throw new Error(`${this.env} has no stack ${stack}; it has ${[...this.stacks.keys()].join(", ")}.`);
  }

  /** The types of which there are resources. */
  get types(): string[] {
    return [...new Set([...this.stacks.values()].flatMap(({ resources }) => Object.keys(resources)))];
  }

  /** Every resource of a type, in the order of the stacks. */
  resources(type: string): Resource[] {
    return [...this.stacks.values()].flatMap((stack) => this.resourcesOf(stack, type));
  }

  /**
   * The only resource of a type that fits: by a predicate, or by how its name in AWS ends. Throws where none or more
   * than one fits.
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

  /** The resource that the ARN names; not one that merely mentions it, such as the policy of a topic. */
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

/** The name that AWS knows a resource by. */
function physicalName({ attributes, address }: Resource): string {
  const { name, function_name, bucket, alarm_name } = attributes;
  return String(name ?? function_name ?? bucket ?? alarm_name ?? address);
}
