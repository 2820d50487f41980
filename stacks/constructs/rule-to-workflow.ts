import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { UPLOAD_START_SECONDS } from "../../environments/order-life";
import { PlatformStack } from "../platform-stack";
import type { Startable } from "./live-alias";
import { ServiceRole } from "./service-role";

/** As long and as often as EventBridge tries at most. */
const RETRY = { maximumEventAgeInSeconds: UPLOAD_START_SECONDS, maximumRetryAttempts: 185 };

export interface RuleToWorkflowOptions {
  readonly part: string;
  readonly description: string;
  /** Which events of the account's default bus are meant, as EventBridge's pattern. */
  readonly pattern: object;
  readonly workflow: Startable;
  /** JSONPaths into the event, by the names that the template knows them by. */
  readonly inputPaths: Readonly<Record<string, string>>;
  /** The execution's input, with `<name>` where a value belongs. */
  readonly inputTemplate: string;
  /** Where an event ends for which no execution could be started; its policy lets {@link ruleSends} in. */
  readonly deadLetters: { readonly arn: string };
}

/** Starts an execution for each event of a kind. */
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

/** The statement of a queue's policy that lets the rule of that part leave there what it could not deliver. */
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
