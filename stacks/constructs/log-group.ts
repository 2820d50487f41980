import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";

export interface LogGroupOptions {
  /** The whole name: AWS wants each writer's groups under a certain prefix. */
  readonly name: string;
  readonly key: { readonly arn: string };
}

/** An encrypted log group that keeps what is written as long as the environment says. */
export class LogGroup extends Construct {
  readonly name: string;
  /** Without the `:*` that stands for its streams. */
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
