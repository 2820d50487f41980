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
  /** A value for each `${Name}` of the definition; a resource, where a Task calls it. */
  readonly substitutions: Substitutions;
  readonly reaches?: Reaches;
  /** Whether task tokens pass through it: who has one decides for another, so its log never holds what passes. */
  readonly hasTokens?: boolean;
  /** Whether only another workflow starts it: then it has no alias, and its parent names the version it was published with. */
  readonly isChild?: boolean;
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
  /** The definition's file; without it, workflows/<id>.asl.json. */
  readonly definition?: string;
  /** Rules that the definition may break, each with its reason, beside those that its Comments waive. */
  readonly waivers?: readonly Waiver[];
}

/** Metrics of Step Functions that must stay at zero, and what it means when one does not. */
const TROUBLE = [
  ["failed", "ExecutionsFailed", "An execution ended in a failure after every retry and undo."],
  ["timed-out", "ExecutionsTimedOut", "An execution did not end in its time."],
] as const;
/** Those of a Standard machine alone: an Express execution cannot be stopped, and no quota holds its states back. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-api-state-throttling */
const TROUBLE_OF_STANDARD = [
  ...TROUBLE,
  ["throttled", "ExecutionThrottled", "Step Functions holds states back: the account's rate is used up."],
  ["aborted", "ExecutionsAborted", "Somebody stopped an execution: its order may be half done."],
] as const;

/**
 * A state machine from workflows/<id>.asl.json, with its log, its alarms and a role that may do what the states do.
 * Throws Refused for a definition that must not be deployed, or from which no role can be derived. Tells on standard
 * error which rules are waived.
 */
export class Workflow extends Construct implements Startable {
  readonly arn: string;
  readonly name: string;
  /** Its alias, or of a child the version that this deployment publishes. */
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
    // An execution may be of a version or an alias, which stands after a colon; those of a Distributed Map are of a
    // machine that bears its label after a slash. AWS does not say which of these it tells when it takes the role.
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
      // Step Functions refuses a machine whose role may not deliver its log yet.
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
