import { Construct } from "constructs";
import { keyGrant } from "../constructs/grants";
import { startsItself } from "../constructs/own-executions";
import { ScheduleToWorkflow } from "../constructs/schedule-to-workflow";
import { Workflow } from "../constructs/workflow";
import { PENDING_HAND_OVER } from "../data";
import { PlatformStack } from "../platform-stack";

interface Queue {
  readonly arn: string;
  readonly url: string;
}

export interface ReconciliationOptions {
  readonly table: { readonly arn: string; readonly name: string };
  /** Where an order is handed over. */
  readonly queue: Queue;
  /** Where one ends that nothing takes. */
  readonly failures: Queue;
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
}

/** Looks, every so many minutes, for orders that nothing took from the queue, and hands them over again. */
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
      description: "Looks for orders that nothing fulfils.",
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
      substitutions: {
        OrdersTableName: table.name,
        FulfilmentQueueUrl: queue.url,
        FulfilmentDlqUrl: failures.url,
        HandOverTries: PlatformStack.of(this).environment.reconcile.tries,
      },
      grants: [
        { sid: "CountTry", actions: ["dynamodb:UpdateItem"], resources: [table.arn] },
        { sid: "HandOver", actions: ["sqs:SendMessage"], resources: [queue.arn] },
        { sid: "ReportFailure", actions: ["sqs:SendMessage"], resources: [failures.arn] },
        keyGrant(this, key, ["dynamodb", "sqs"]),
      ],
      key,
      alarmTopicArn,
    });
  }

  private findOrders(handOver: Workflow): Workflow {
    const { table, key, alarmTopicArn } = this.options;
    return new Workflow(this, "reconcile-orders", {
      type: "STANDARD",
      substitutions: { OrdersTableName: table.name, HandOverOrdersArn: handOver.arn },
      grants: [
        { sid: "FindOrders", actions: ["dynamodb:Query"], resources: [`${table.arn}/index/${PENDING_HAND_OVER}`] },
        { sid: "RunChild", actions: ["states:StartSyncExecution"], resources: [handOver.arn] },
        startsItself(PlatformStack.of(this), "reconcile-orders"),
        keyGrant(this, key, ["dynamodb"], "read"),
      ],
      key,
      alarmTopicArn,
    });
  }
}
