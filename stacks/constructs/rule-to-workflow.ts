import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { UPLOAD_START_SECONDS } from "../../environments/order-life";
import { PlatformStack } from "../platform-stack";
import type { Startable } from "./live-alias";
import { ServiceRole } from "./service-role";

/** EventBridge's maximum. */
const RETRY = { maximumEventAgeInSeconds: UPLOAD_START_SECONDS, maximumRetryAttempts: 185 };

export interface RuleToWorkflowOptions {
  readonly part: string;
  readonly description: string;
  /** EventBridge pattern that selects events on the account's default bus. */
  readonly pattern: object;
  readonly workflow: Startable;
  /** JSONPaths into the event, by their names in the template. */
  readonly inputPaths: Readonly<Record<string, string>>;
  /** The execution's input, with `<name>` for each value. */
  readonly inputTemplate: string;
  /** Receives events that started no execution. Its policy must contain {@link ruleSends}. */
  readonly deadLetters: { readonly arn: string };
}

/** Starts an execution for each event that matches a pattern. */
export class RuleToWorkflow extends Construct {
  constructor(scope: Construct, id: string, options: RuleToWorkflowOptions) {
    super(scope, id);
    const { part, workflow, deadLetters, inputPaths, inputTemplate } = options;
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(part);
    const role = new ServiceRole(this, "role", {
      part,
      service: "events.amazonaws.com",
      onlyFor: stack.arn("events", `rule/${name}`),
      grants: [{ sid: "StartWorkflow", actions: ["states:StartExecution"], resources: [workflow.arn] }],
    });
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: options.description,
      eventPattern: JSON.stringify(options.pattern),
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      targetId: "workflow",
      arn: workflow.startArn,
      roleArn: role.arn,
      inputTransformer: { inputPaths, inputTemplate },
      retryPolicy: RETRY,
      deadLetterConfig: { arn: deadLetters.arn },
      dependsOn: [role.rights],
    });
  }
}

/** The statement of a queue's policy that lets the part's rule send undelivered events to the queue. */
export function ruleSends(stack: PlatformStack, part: string, queueArn: string): object {
  return {
    Sid: "EventsThatStartedNothing",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": stack.arn("events", `rule/${stack.physicalName(part)}`) } },
  };
}
