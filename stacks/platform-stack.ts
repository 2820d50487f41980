import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { keepState } from "./backend";

/**
 * The range of AWS providers that the configuration keeps to. It is written into each stack in place of the one version
 * from which the bindings were generated.
 */
const AWS_PROVIDER = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };

/** What every stack has: the provider with its guards and tags, the state's place, and names that start with its id. */
export abstract class PlatformStack extends TerraformStack {
  private readonly identity: DataAwsCallerIdentity;
  private readonly awsPartition: DataAwsPartition;

  constructor(
    scope: Construct,
    unit: "data" | "fulfilment" | "intake",
    readonly environment: Environment,
  ) {
    super(scope, `orders-${environment.name}-${unit}`);
    new AwsProvider(this, "aws", {
      region: environment.region,
      ...(environment.accountId === undefined ? {} : { allowedAccountIds: [environment.accountId] }),
      defaultTags: [
        {
          tags: {
            ...environment.tags,
            Project: "order-platform",
            Environment: environment.name,
            Stack: this.node.id,
            ManagedBy: "cdktf",
          },
        },
      ],
    });
    this.addOverride("terraform.required_providers.aws", AWS_PROVIDER);
    this.identity = new DataAwsCallerIdentity(this, "caller");
    this.awsPartition = new DataAwsPartition(this, "partition");
    keepState(this);
  }

  /** The name in AWS of a part of this stack. */
  physicalName(part: string): string {
    return `${this.node.id}-${part}`;
  }

  /** The ARN of a resource in this account and region, for use where the resource's own ARN would close a circle. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.environment.region}:${this.accountId}:${resource}`;
  }

  get accountId(): string {
    return this.identity.accountId;
  }

  get partition(): string {
    return this.awsPartition.partition;
  }

  /** The stack of a construct; throws when it is not one of this platform. */
  static override of(construct: Construct): PlatformStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof PlatformStack) return stack;
    throw new Error(`${construct.node.path} stands in the stack ${stack.node.id}, which is not a PlatformStack.`);
  }
}
