import type { PlatformStack } from "../platform-stack";
import type { Grant } from "./grants";

/** Lets the workflow of that id start executions of itself. */
export function startsItself(stack: PlatformStack, workflow: string): Grant {
  return {
    sid: "StartItself",
    actions: ["states:StartExecution"],
    resources: [stack.arn("states", `stateMachine:${stack.physicalName(workflow)}`)],
  };
}

/**
 * Lets the workflow of that id run a Distributed Map, whose batches are executions of the workflow itself. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function distributes(stack: PlatformStack, workflow: string): Grant[] {
  return [
    startsItself(stack, workflow),
    {
      sid: "FollowItself",
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [stack.arn("states", `execution:${stack.physicalName(workflow)}:*`)],
    },
  ];
}
