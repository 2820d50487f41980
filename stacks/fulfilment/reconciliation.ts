import { Construct } from "constructs";
import { liveWorkflow } from "../constructs/live-alias";
import type { Resource } from "../constructs/rights/resource";
import { ScheduleToWorkflow } from "../constructs/schedule-to-workflow";
import { Workflow } from "../constructs/workflow";
import { PlatformStack } from "../platform-stack";

interface Queue extends Resource {
  readonly url: string;
}

export interface ReconciliationOptions {
  readonly table: Resource;
  /** Receives the hand-overs. */
  readonly queue: Queue;
  /** Receives orders that no hand-over can reach any more. */
  readonly failures: Queue;
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
}

/**
 * Regularly finds orders that nothing took from the queue, and hands them over again until no hand-over can still arrive.
 */
export class Reconciliation extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly options: ReconciliationOptions,
  ) {
    super(scope, id);
    const { everyMinutes, limitSeconds } = PlatformStack.of(this).environment.reconcile;
    new ScheduleToWorkflow(this, "schedule", {
      part: "reconcile",
      description: "Finds orders that nothing fulfils.",
      everyMinutes,
      workflow: this.findOrders(this.handOver()),
      input: { limitSeconds },
      key: options.key,
      deadLetters: options.failures,
    });
  }

  private handOver(): Workflow {
    const { table, queue, failures, key, alarmTopicArn } = this.options;
    return new Workflow(this, "hand-over-orders", {
      type: "EXPRESS",
      isChild: true,
      substitutions: {
        OrdersTableName: table,
        FulfilmentQueueUrl: queue,
        FulfilmentDlqUrl: failures,
      },
      key,
      alarmTopicArn,
    });
  }

  private findOrders(handOver: Workflow): Workflow {
    const { key, alarmTopicArn } = this.options;
    return new Workflow(this, "reconcile-orders", {
      type: "STANDARD",
      substitutions: {
        HandOverOrdersArn: handOver,
        ReconcileOrdersArn: liveWorkflow(PlatformStack.of(this), "reconcile-orders"),
      },
      key,
      alarmTopicArn,
    });
  }
}
