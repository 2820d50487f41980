import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { Alarm } from "./alarm";
import { definitionFile, readDefinition } from "./definition";
import { type Grant, traceGrant } from "./grants";
import { LogGroup } from "./log-group";
import { distributes } from "./own-executions";
import type { Substitutions } from "./placeholders";
import type { WorkflowType } from "./rules/rule";
import type { Waiver } from "./rules/waivers";
import { ServiceRole } from "./service-role";

export interface WorkflowOptions {
  readonly type: WorkflowType;
  /** A value for each `${Name}` of the definition. */
  readonly substitutions: Substitutions;
  /** What the workflow's tasks do; log delivery, tracing and what a Distributed Map needs come with it. */
  readonly grants: readonly Grant[];
  /** Whether task tokens pass through it: who has one decides for another, so its log never holds what passes. */
  readonly hasTokens?: boolean;
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
  /** The definition's file; without it, workflows/<id>.asl.json. */
  readonly definition?: string;
  /** Rules that the definition may break, each with its reason, beside those that its Comments waive. */
  readonly waivers?: readonly Waiver[];
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
 * that must not be deployed. Tells on standard error which rules are waived.
 */
export class Workflow extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, options: WorkflowOptions) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(id);
    const { text, isDistributed, waived } = readDefinition(options.definition ?? definitionFile(id), options);
    for (const line of waived) console.error(line);

    const log = new LogGroup(this, "log", { name: `/aws/vendedlogs/states/${name}`, key: options.key });
    // A Distributed Map's executions are of a machine that bears its label after a slash.
    const machineArn = stack.arn("states", `stateMachine:${name}`);
    const role = new ServiceRole(this, "role", {
      part: id,
      service: "states.amazonaws.com",
      onlyFor: isDistributed ? [machineArn, `${machineArn}/*`] : machineArn,
      grants: [...options.grants, ...(isDistributed ? distributes(stack, id) : []), logDeliveryGrant, traceGrant],
    });
    const machine = new SfnStateMachine(this, "machine", {
      name,
      type: options.type,
      definition: text,
      roleArn: role.arn,
      publish: false,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: stack.environment.includeExecutionData && options.hasTokens !== true,
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
