import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Construct } from "constructs";
import type { Release } from "../../environments/schema";
import { PlatformStack } from "../platform-stack";
import { Alarm } from "./alarm";
import { definitionFile, readDefinition } from "./definition";
import { type Grant, traceGrant } from "./grants";
import { LiveAlias, type Startable } from "./live-alias";
import { LogGroup } from "./log-group";
import type { Substitutions } from "./placeholders";
import { deriveGrants, type Reaches } from "./rights/derive";
import type { WorkflowType } from "./rules/rule";
import type { Waiver } from "./rules/waivers";
import { ServiceRole } from "./service-role";

export interface WorkflowOptions {
  readonly type: WorkflowType;
  /** A value for each `${Name}` in the definition. A resource, if a Task calls it. */
  readonly substitutions: Substitutions;
  readonly reaches?: Reaches;
  /** Whether task tokens pass through it. A token's holder can answer in another's name, so the log omits the data. */
  readonly hasTokens?: boolean;
  /** Whether only another workflow starts it. It has no alias then: its parent names the version published with it. */
  readonly isChild?: boolean;
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
  /** The definition's file. Default: workflows/<id>.asl.json. */
  readonly definition?: string;
  /** Rules that the definition may break, with reasons, in addition to those that its Comments waive. */
  readonly waivers?: readonly Waiver[];
}

/** Step Functions metrics that must stay at zero, and what it means if one does not. */
const TROUBLE = [
  ["failed", "ExecutionsFailed", "An execution failed after every retry and compensation."],
  ["timed-out", "ExecutionsTimedOut", "An execution reached its time limit."],
] as const;
/** For a Standard machine only: an Express execution cannot be stopped, and no quota throttles its states. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-api-state-throttling */
const TROUBLE_OF_STANDARD = [
  ...TROUBLE,
  ["throttled", "ExecutionThrottled", "Step Functions throttles state transitions: the account's rate is used up."],
  ["aborted", "ExecutionsAborted", "An execution was stopped by hand: its order may be half done."],
] as const;

/**
 * A state machine from workflows/<id>.asl.json, with its log, its alarms and a role with the rights that its states need.
 * Throws Refused if the definition breaks a rule or its rights cannot be derived. Lists waived rules on standard error.
 */
export class Workflow extends Construct implements Startable {
  readonly arn: string;
  readonly name: string;
  /** The workflow's alias or, for a child, the version that this deployment publishes. */
  readonly startArn: string;
  readonly limitSeconds: number | undefined;

  constructor(scope: Construct, id: string, options: WorkflowOptions) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(id);
    const { file, text, states, isDistributed, limitSeconds, waived } = readDefinition(
      options.definition ?? definitionFile(id),
      options,
    );
    for (const line of waived) console.error(line);

    const log = new LogGroup(this, "log", { name: `/aws/vendedlogs/states/${name}`, key: options.key });
    // An execution may belong to a version or alias, written after a colon. An execution of a Distributed Map belongs to
    // a machine with the Map's label after a slash. AWS does not document which ARN it passes when it assumes the role.
    const machineArn = stack.arn("states", `stateMachine:${name}`);
    const grants = deriveGrants(
      {
        file,
        states,
        substitutions: options.substitutions,
        reaches: options.reaches ?? {},
        self: { arn: machineArn, name },
        arnOf: (service, resource) => stack.arn(service, resource),
      },
      stack.environment.region,
    );
    const qualified = isDistributed ? [`${machineArn}:*`, `${machineArn}/*`] : [`${machineArn}:*`];
    const role = new ServiceRole(this, "role", {
      part: id,
      service: "states.amazonaws.com",
      onlyFor: [machineArn, ...qualified],
      grants: [...grants, logDeliveryGrant, traceGrant],
    });
    const machine = new SfnStateMachine(this, "machine", {
      name,
      type: options.type,
      definition: text,
      roleArn: role.arn,
      publish: true,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: stack.environment.includeExecutionData && options.hasTokens !== true,
        logDestination: `${log.arn}:*`,
      },
      // Step Functions refuses a machine until its role may deliver the log.
      dependsOn: [role.rights],
    });
    for (const [trouble, metric, meaning] of options.type === "STANDARD" ? TROUBLE_OF_STANDARD : TROUBLE) {
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
    this.name = name;
    this.limitSeconds = limitSeconds;
    this.startArn = options.isChild ? machine.stateMachineVersionArn : this.createAlias(id, machine).arn;
  }

  private createAlias(workflow: string, machine: SfnStateMachine): LiveAlias {
    const releases: Readonly<Record<string, Release | undefined>> = PlatformStack.of(this).environment.releases;
    return new LiveAlias(this, "live", { workflow, machine, release: releases[workflow] });
  }
}

/** Lets Step Functions deliver the machine's logs. Source:
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
