import { PipesPipe } from "@cdktf/provider-aws/lib/pipes-pipe";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { Alarm } from "./alarm";
import { keyGrants } from "./key-use";
import type { Startable } from "./live-alias";
import { LogGroup } from "./log-group";
import { ServiceRole } from "./service-role";

export interface QueueToWorkflowOptions {
  readonly part: string;
  readonly queue: { readonly arn: string; readonly name: string };
  /** A Standard workflow. */
  readonly workflow: Startable;
  /** The template for one message. The input is a JSON array of these, even though it has a single message. */
  readonly inputTemplate: string;
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
}

/** Longer than a pipe takes to resume after it was idle. */
const STOPPED_MINUTES = 5;

/** An EventBridge pipe that starts an execution for every message on a queue. */
export class QueueToWorkflow extends Construct {
  constructor(scope: Construct, id: string, options: QueueToWorkflowOptions) {
    super(scope, id);
    const { part, queue, workflow, inputTemplate, key } = options;
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(part);
    const log = new LogGroup(this, "log", { name: `/aws/vendedlogs/pipes/${name}`, key });
    const role = new ServiceRole(this, "role", {
      part,
      service: "pipes.amazonaws.com",
      onlyFor: stack.arn("pipes", `pipe/${name}`),
      grants: [
        {
          sid: "TakeMessages",
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          resources: [queue.arn],
        },
        ...keyGrants(stack.environment.region, key, { sqs: "read" }),
        { sid: "StartWorkflow", actions: ["states:StartExecution"], resources: [workflow.arn] },
      ],
    });
    new PipesPipe(this, "pipe", {
      name,
      roleArn: role.arn,
      source: queue.arn,
      target: workflow.startArn,
      desiredState: "RUNNING",
      sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
      targetParameters: {
        inputTemplate,
        // A pipe cannot wait for a Standard execution.
        stepFunctionStateMachineParameters: { invocationType: "FIRE_AND_FORGET" },
      },
      logConfiguration: {
        level: "ERROR",
        ...(stack.environment.includeExecutionData ? { includeExecutionData: ["ALL"] } : {}),
        cloudwatchLogsLogDestination: { logGroupArn: log.arn },
      },
      dependsOn: [role.rights],
    });
    this.watch(name, options);
  }

  /** The metrics of a pipe: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-monitoring.html */
  private watch(name: string, { part, queue, alarmTopicArn: topicArn }: QueueToWorkflowOptions): void {
    const ofPipe = { namespace: "AWS/EventBridge/Pipes", dimensions: { PipeName: name }, statistic: "Sum" } as const;
    new Alarm(this, "failed", {
      part: `${part}-failed`,
      description: `The pipe ${name} could not start an execution for a message. It receives the message again.`,
      ...ofPipe,
      metric: "ExecutionFailed",
      above: 0,
      topicArn,
    });
    new Alarm(this, "stopped", {
      part: `${part}-stopped`,
      description: `Messages wait on ${queue.name}, but the pipe ${name} takes none: it is stopped or disabled.`,
      expression: "IF(waiting > 0 AND FILL(taken, 0) == 0, 1, 0)",
      metrics: {
        waiting: {
          namespace: "AWS/SQS",
          metric: "ApproximateNumberOfMessagesVisible",
          dimensions: { QueueName: queue.name },
          statistic: "Maximum",
        },
        taken: { ...ofPipe, metric: "Invocations" },
      },
      above: 0,
      minutes: STOPPED_MINUTES,
      topicArn,
    });
  }
}
