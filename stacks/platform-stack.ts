import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import type { BUILT_IN_TAGS } from "../environments/tags";
import { keepState } from "./backend";
import { boundaryPolicy } from "./bootstrap-names";
import { NameLimits } from "./name-limits";

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
    unit: "bootstrap" | "data" | "fulfilment" | "intake",
    readonly environment: Environment,
  ) {
    super(scope, `${environment.namePrefix}-${environment.name}-${unit}`);
    new AwsProvider(this, "aws", {
      region: environment.region,
      ...(environment.accountId === undefined ? {} : { allowedAccountIds: [environment.accountId] }),
      defaultTags: [
        {
          tags: { ...environment.tags, ...this.builtInTags() },
        },
      ],
    });
    this.addOverride("terraform.required_providers.aws", AWS_PROVIDER);
    this.identity = new DataAwsCallerIdentity(this, "caller", {
      lifecycle: guards(environment, keepState(this, environment)),
    });
    this.awsPartition = new DataAwsPartition(this, "partition");
    Aspects.of(this).add(new NameLimits(environment));
  }

  private builtInTags(): Record<(typeof BUILT_IN_TAGS)[number], string> {
    return {
      Project: "order-platform",
      Environment: this.environment.name,
      Stack: this.node.id,
      ManagedBy: "cdktf",
    };
  }

  /** The name in AWS of a part of this stack. */
  physicalName(part: string): string {
    return `${this.node.id}-${part}`;
  }

  /** What all names of this environment's stacks and resources are like, as a pattern. */
  get namesOfEnvironment(): string {
    return `${this.environment.namePrefix}-${this.environment.name}-*`;
  }

  /** The ARN of a resource in this account and region, for use where the resource's own ARN would close a circle. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.environment.region}:${this.accountId}:${resource}`;
  }

  /** The ARN of the policy that bounds every role of this stack, where the environment has one. */
  get permissionsBoundary(): string | undefined {
    const { pipeline, permissionsBoundary = pipeline !== undefined } = this.environment;
    if (!permissionsBoundary) return undefined;
    return `arn:${this.partition}:iam::${this.accountId}:policy/${boundaryPolicy(this.environment)}`;
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

/** What refuses a plan before anything is planned in the wrong place, in words of this project. */
function guards({ name, accountId, deletionProtection }: Environment, workspace: string) {
  return {
    precondition: [
      {
        condition: `\${terraform.workspace == "${workspace}"}`,
        errorMessage: `The state of this stack stands in the workspace ${workspace}, and Terraform is in another. Unset TF_WORKSPACE, or run terraform workspace select ${workspace} in the stack's folder.`,
      },
    ],
    ...(accountId === undefined && deletionProtection
      ? {
          postcondition: [
            {
              // Never so: an account must be named where data is protected.
              condition: '${self.account_id == ""}',
              errorMessage: `The environment ${name} protects its data and names no account to be deployed to. Set accountId in environments/${name}.ts, or ORDERS_${name.toUpperCase()}_ACCOUNT_ID; these credentials are of account \${self.account_id}.`,
            },
          ],
        }
      : {}),
  };
}
