import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { keyGrants, openedInRole } from "./key-use";
import type { Startable } from "./live-alias";
import { ServiceRole } from "./service-role";

export interface ScheduleToWorkflowOptions {
  readonly part: string;
  readonly description: string;
  readonly everyMinutes: number;
  readonly workflow: Startable;
  /** The input of each execution. */
  readonly input: object;
  readonly key: { readonly arn: string };
  /** Receives starts that failed for good. */
  readonly deadLetters: { readonly arn: string };
}

/** Starts an execution at a fixed interval. */
export class ScheduleToWorkflow extends Construct {
  constructor(scope: Construct, id: string, options: ScheduleToWorkflowOptions) {
    super(scope, id);
    const { part, everyMinutes, workflow, key, deadLetters } = options;
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(part);
    const role = new ServiceRole(this, "role", {
      part,
      service: "scheduler.amazonaws.com",
      // The scheduler passes the schedule's group as the source, so this schedule has its own group. Source:
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      onlyFor: stack.arn("scheduler", `schedule-group/${name}`),
      grants: [
        { sid: "StartWorkflow", actions: ["states:StartExecution"], resources: [workflow.arn] },
        { sid: "SendDeadLetters", actions: ["sqs:SendMessage"], resources: [deadLetters.arn] },
        openedInRole(key, "schedule", stack.arn("scheduler", `schedule/${name}/${name}`)),
        ...keyGrants(stack.environment.region, key, { sqs: "write" }),
      ],
    });
    const group = new SchedulerScheduleGroup(this, "group", { name });
    new SchedulerSchedule(this, "schedule", {
      name,
      groupName: group.name,
      description: options.description,
      scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? "minute" : "minutes"})`,
      flexibleTimeWindow: { mode: "OFF" },
      kmsKeyArn: key.arn,
      target: {
        arn: workflow.startArn,
        roleArn: role.arn,
        input: JSON.stringify(options.input),
        // The next start does the same work, so a late one is of little use.
        retryPolicy: { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: deadLetters.arn },
      },
      dependsOn: [role.rights],
    });
  }
}
