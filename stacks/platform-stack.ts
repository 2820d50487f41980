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
 * The range of AWS provider versions that the configuration works with. Each stack requires it in place of the single
 * version that the bindings were generated from.
 */
const AWS_PROVIDER = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };

/** The base of every stack: the provider with guards and tags, the state's location, and names that begin with its id. */
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

  /** The name of a part of this stack in AWS. */
  physicalName(part: string): string {
    return `${this.node.id}-${part}`;
  }

  /** A pattern that matches the names of all stacks and resources in this environment. */
  get namesOfEnvironment(): string {
    return `${this.environment.namePrefix}-${this.environment.name}-*`;
  }

  /** The ARN of a resource in this account and region, where the resource's own attribute would create a cycle. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.environment.region}:${this.accountId}:${resource}`;
  }

  /** The ARN of the permissions boundary of every role in this stack, if the environment has one. */
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

  /** The stack of a construct. Throws if it is not a PlatformStack. */
  static override of(construct: Construct): PlatformStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof PlatformStack) return stack;
    throw new Error(`${construct.node.path} is in the stack ${stack.node.id}, which is not a PlatformStack.`);
  }
}

/** Conditions that refuse a plan for the wrong workspace or account, with a message that names the fix. */
function guards({ name, accountId, deletionProtection }: Environment, workspace: string) {
  return {
    precondition: [
      {
        condition: `\${terraform.workspace == "${workspace}"}`,
        errorMessage: `The state of this stack is in the workspace ${workspace}, but Terraform uses another. Unset TF_WORKSPACE, or run terraform workspace select ${workspace} in the stack's folder.`,
      },
    ],
    ...(accountId === undefined && deletionProtection
      ? {
          postcondition: [
            {
              // Never true: where data is protected, an account is required.
              condition: '${self.account_id == ""}',
              errorMessage: `The environment ${name} protects its data but names no account to deploy to. Set accountId in environments/${name}.ts, or ORDERS_${name.toUpperCase()}_ACCOUNT_ID; these credentials belong to account \${self.account_id}.`,
            },
          ],
        }
      : {}),
  };
}
