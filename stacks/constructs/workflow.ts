import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { Alarm } from "./alarm";
import { definitionFile, readDefinition } from "./definition";
import { type Grant, traceGrant } from "./grants";
import { LogGroup } from "./log-group";
import type { Substitutions } from "./placeholders";
import { ServiceRole } from "./service-role";

export interface WorkflowOptions {
  readonly type: "EXPRESS" | "STANDARD";
  /** A value for each `${Name}` of the definition. */
  readonly substitutions: Substitutions;
  /** What the workflow's tasks do; log delivery and tracing come with it. */
  readonly grants: readonly Grant[];
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
  /** The definition's file; without it, workflows/<id>.asl.json. */
  readonly definition?: string;
}

/** Metrics of Step Functions that must stay at zero, and what it means when one does not. */
const TROUBLE = [
  ["failed", "ExecutionsFailed", "An execution ended in a failure that it could not mend."],
  ["timed-out", "ExecutionsTimedOut", "An execution did not end in its time."],
  ["throttled", "ExecutionThrottled", "Step Functions holds states back: the account's rate is used up."],
] as const;
const ABORTED = ["aborted", "ExecutionsAborted", "Somebody stopped an execution: its order may be half done."] as const;

/**
 * A state machine from workflows/<id>.asl.json, with its role, its log and its alarms. Throws Refused for a definition
 * that must not be deployed.
 */
export class Workflow extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, options: WorkflowOptions) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(id);
    const definition = readDefinition(options.definition ?? definitionFile(id), options.substitutions);

    const log = new LogGroup(this, "log", { name: `/aws/vendedlogs/states/${name}`, key: options.key });
    const role = new ServiceRole(this, "role", {
      part: id,
      service: "states.amazonaws.com",
      onlyFor: stack.arn("states", `stateMachine:${name}`),
      grants: [...options.grants, logDeliveryGrant, traceGrant],
    });
    const machine = new SfnStateMachine(this, "machine", {
      name,
      type: options.type,
      definition,
      roleArn: role.arn,
      publish: false,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: stack.environment.includeExecutionData,
        logDestination: `${log.arn}:*`,
      },
      // Step Functions refuses a machine whose role may not deliver its log yet.
      dependsOn: [role.rights],
    });
    // An Express execution cannot be stopped.
    for (const [trouble, metric, meaning] of options.type === "STANDARD" ? [...TROUBLE, ABORTED] : TROUBLE) {
      new Alarm(this, trouble, {
        part: `${id}-${trouble}`,
        description: `${name}: ${meaning}`,
        namespace: "AWS/States",
        metric,
        dimensions: { StateMachineArn: machine.arn },
        statistic: "Sum",
        above: 0,
        topicArn: options.alarmTopicArn,
      });
    }
    this.arn = machine.arn;
  }
}

/** Lets Step Functions deliver the machine's log. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const logDeliveryGrant: Grant = {
  sid: "DeliverLog",
  actions: [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  resources: ["*"],
};
