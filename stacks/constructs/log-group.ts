import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";

export interface LogGroupOptions {
  /** The full name. AWS requires a certain prefix for each writer. */
  readonly name: string;
  readonly key: { readonly arn: string };
}

/** An encrypted log group with the environment's retention. */
export class LogGroup extends Construct {
  readonly name: string;
  /** Without the `:*` for its streams. */
  readonly arn: string;
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { name, key }: LogGroupOptions) {
    super(scope, id);
    this.resource = new CloudwatchLogGroup(this, "group", {
      name,
      retentionInDays: PlatformStack.of(this).environment.logRetentionDays,
      kmsKeyId: key.arn,
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}
