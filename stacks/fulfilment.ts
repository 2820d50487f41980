import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { Alarm } from "./constructs/alarm";
import { DeadLetterQueue } from "./constructs/dead-letter-queue";
import { type Grant, keyGrant } from "./constructs/grants";
import { Partner } from "./constructs/partner";
import { QueueToWorkflow } from "./constructs/queue-to-workflow";
import { QueueWithDlq } from "./constructs/queue-with-dlq";
import { Topic } from "./constructs/topic";
import { Workflow, type WorkflowOptions } from "./constructs/workflow";
import type { DataStack } from "./data";
import { Reconciliation } from "./fulfilment/reconciliation";
import { LINES_PREFIX } from "./payloads";
import { PlatformStack } from "./platform-stack";

/** Fulfils what intake handed over: the queue, the workflows behind it, whom they tell and who answers them. */
export class FulfilmentStack extends PlatformStack {
  /** Takes `{ "orderId": ... }` of an order that is recorded. */
  readonly queue: QueueWithDlq;
  readonly alarmTopic: Topic;
  /** Takes `{ orderId, body }` with an approver's decision. */
  readonly resolveApproval: Workflow;
  /** Takes `{ orderId, body }` with what the carrier tells. */
  readonly carrierEvent: Workflow;
  /**
   * Executions that failed for good, each with its error. Apart from the queue's own dead letters: those are hand-overs
   * as they came, which SQS can move back to the queue, and these would be moved along with them.
   */
  private readonly failures: DeadLetterQueue;
  private readonly customerTopic: Topic;
  private readonly approverTopic: Topic;
  private readonly orderEvents: CloudwatchEventBus;

  constructor(
    scope: Construct,
    environment: Environment,
    private readonly data: DataStack,
  ) {
    super(scope, "fulfilment", environment);
    const { key } = data;
    this.alarmTopic = this.createAlarmTopic();
    this.customerTopic = new Topic(this, "customer", { part: "customer", key });
    this.approverTopic = this.createApproverTopic();
    this.failures = this.createFailures();
    this.orderEvents = this.createBus();
    this.queue = new QueueWithDlq(this, "orders", {
      part: "orders",
      key,
      // A pipe starts an execution in a second; a minute leaves room for a throttled start.
      visibilityTimeoutSeconds: 60,
      receives: 5,
      oldestMessageSeconds: 300,
      alarmTopicArn: this.alarmTopic.arn,
    });
    const workflow = this.createFulfilment();
    this.resolveApproval = this.createAnswer("resolve-approval", workflow, ["SendTaskSuccess", "SendTaskFailure"]);
    this.carrierEvent = this.createAnswer("carrier-event", workflow, [
      "SendTaskSuccess",
      "SendTaskFailure",
      "SendTaskHeartbeat",
    ]);
    new QueueToWorkflow(this, "hand-over", {
      part: "hand-over",
      queue: this.queue,
      workflow,
      inputTemplate: '{"orderId": <$.body.orderId>}',
      key,
    });
    new Reconciliation(this, "reconciliation", {
      table: data.table,
      queue: this.queue,
      failures: this.failures,
      key,
      alarmTopicArn: this.alarmTopic.arn,
    });
    this.watchTable();
  }

  private createAlarmTopic(): Topic {
    const topic = new Topic(this, "alarm", {
      part: "alarm",
      key: this.data.key,
      publishers: (topicArn) => [
        {
          Sid: "AlarmsOfThisAccount",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topicArn,
          Condition: { StringEquals: { "aws:SourceAccount": this.accountId } },
        },
      ],
    });
    this.subscribe("alarm", topic, this.environment.alarmEmails);
    return topic;
  }

  private createApproverTopic(): Topic {
    const topic = new Topic(this, "approver", { part: "approver", key: this.data.key });
    this.subscribe("approver", topic, this.environment.approverEmails);
    return topic;
  }

  private subscribe(name: string, { arn: topicArn }: Topic, emails: readonly string[]): void {
    for (const [index, endpoint] of emails.entries()) {
      new SnsTopicSubscription(this, `${name}-email-${index}`, { topicArn, protocol: "email", endpoint });
    }
  }

  private createFailures(): DeadLetterQueue {
    return new DeadLetterQueue(this, "failures", {
      part: "dlq",
      key: this.data.key,
      alarmTopicArn: this.alarmTopic.arn,
      senders: (queueArn) => [
        {
          Sid: "EventsThatTheBusCannotEncrypt",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queueArn,
          Condition: {
            ArnEquals: { "aws:SourceArn": this.arn("events", `event-bus/${this.physicalName("order-events")}`) },
          },
        },
      ],
    });
  }

  private createBus(): CloudwatchEventBus {
    return new CloudwatchEventBus(this, "order-events", {
      name: this.physicalName("order-events"),
      kmsKeyIdentifier: this.data.key.arn,
      deadLetterConfig: { arn: this.failures.arn },
    });
  }

  private createFulfilment(): Workflow {
    const { table, key } = this.data;
    const { approval, carrierSilenceSeconds } = this.environment;
    const children = this.createChildren();
    const functions = this.createFunctions();
    return this.workflow("order-fulfilment", {
      type: "STANDARD",
      hasTokens: true,
      substitutions: {
        OrdersTableName: table.name,
        FulfilmentDlqUrl: this.failures.url,
        ReserveInventoryArn: children.reserveInventory.arn,
        ReleaseInventoryArn: children.releaseInventory.arn,
        SettleOrderArn: children.settleOrder.arn,
        ProcessPaymentArn: functions.processPayment.arn,
        RefundPaymentArn: functions.refundPayment.arn,
        ShipOrderArn: functions.shipOrder.arn,
        CancelShipmentArn: functions.cancelShipment.arn,
        TrackShipmentArn: functions.trackShipment.arn,
        ApproverTopicArn: this.approverTopic.arn,
        ApprovalThreshold: approval.threshold,
        ApprovalSeconds: approval.timeoutSeconds,
        CarrierSilenceSeconds: carrierSilenceSeconds,
      },
      grants: [
        { sid: "MarkOrder", actions: ["dynamodb:UpdateItem"], resources: [table.arn] },
        { sid: "TellApprovers", actions: ["sns:Publish"], resources: [this.approverTopic.arn] },
        { sid: "ReportFailure", actions: ["sqs:SendMessage"], resources: [this.failures.arn] },
        this.readLines,
        keyGrant(this, key, ["dynamodb", "s3", "sns", "sqs"]),
        {
          sid: "RunChildren",
          actions: ["states:StartSyncExecution"],
          resources: Object.values(children).map(({ arn }) => arn),
        },
        {
          sid: "CallFunctions",
          actions: ["lambda:InvokeFunction"],
          resources: Object.values(functions).map(({ arn }) => arn),
        },
      ],
    });
  }

  private createChildren() {
    const { table, key } = this.data;
    const changesStock = {
      type: "EXPRESS",
      substitutions: { OrdersTableName: table.name },
      grants: [
        {
          sid: "ChangeStock",
          actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
          resources: [table.arn],
        },
        this.readLines,
        keyGrant(this, key, ["dynamodb", "s3"]),
      ],
    } as const;
    return {
      reserveInventory: this.workflow("reserve-inventory", changesStock),
      releaseInventory: this.workflow("release-inventory", changesStock),
      settleOrder: this.workflow("settle-order", {
        type: "EXPRESS",
        substitutions: {
          OrdersTableName: table.name,
          CustomerTopicArn: this.customerTopic.arn,
          OrderEventsBusName: this.orderEvents.name,
          FulfilmentDlqUrl: this.failures.url,
        },
        grants: [
          { sid: "MarkOrder", actions: ["dynamodb:UpdateItem"], resources: [table.arn] },
          { sid: "TellCustomer", actions: ["sns:Publish"], resources: [this.customerTopic.arn] },
          { sid: "TellBus", actions: ["events:PutEvents"], resources: [this.orderEvents.arn] },
          { sid: "ReportFailure", actions: ["sqs:SendMessage"], resources: [this.failures.arn] },
          keyGrant(this, key, ["dynamodb", "sns", "sqs"]),
        ],
      }),
    };
  }

  private createFunctions() {
    const { paymentApiUrl, carrierApiUrl } = this.environment;
    const common = { key: this.data.key, deadLetters: this.failures, alarmTopicArn: this.alarmTopic.arn };
    const payment = new Partner(this, "payment", { ...common, apiUrl: paymentApiUrl });
    const carrier = new Partner(this, "carrier", { ...common, apiUrl: carrierApiUrl });
    return {
      processPayment: payment.caller("process-payment", "Charges the customer of an order."),
      refundPayment: payment.caller("refund-payment", "Refunds what an order was charged, and bars a later charge."),
      shipOrder: carrier.caller("ship-order", "Books the shipment of an order."),
      cancelShipment: carrier.caller("cancel-shipment", "Cancels the shipment of an order, and bars a later booking."),
      trackShipment: carrier.caller("track-shipment", "Asks where the parcel of an order is."),
    };
  }

  /** A workflow that takes an answer from outside to the execution that waits for it. */
  private createAnswer(id: string, waiting: Workflow, tells: readonly string[]): Workflow {
    const { table, key } = this.data;
    return this.workflow(id, {
      type: "EXPRESS",
      hasTokens: true,
      substitutions: { OrdersTableName: table.name },
      grants: [
        { sid: "FindToken", actions: ["dynamodb:GetItem"], resources: [table.arn] },
        // AWS checks the machine that gave the token out, which is how the AWS CDK's grantTaskResponse allows it.
        { sid: "Answer", actions: tells.map((action) => `states:${action}`), resources: [waiting.arn] },
        keyGrant(this, key, ["dynamodb"], "read"),
      ],
    });
  }

  private get readLines(): Grant {
    return {
      sid: "ReadLines",
      actions: ["s3:GetObject"],
      resources: [`${this.data.payloads.arn}/${LINES_PREFIX}*`],
    };
  }

  private workflow(
    id: string,
    options: Pick<WorkflowOptions, "type" | "substitutions" | "grants" | "hasTokens">,
  ): Workflow {
    return new Workflow(this, id, { ...options, key: this.data.key, alarmTopicArn: this.alarmTopic.arn });
  }

  /** The table's alarms stand here, because the topic that they need does, and the data stack comes before it. */
  private watchTable(): void {
    for (const access of ["Read", "Write"]) {
      new Alarm(this, `table-${access.toLowerCase()}-throttled`, {
        part: `table-${access.toLowerCase()}-throttled`,
        description: `${access}s of the table of orders are held back.`,
        namespace: "AWS/DynamoDB",
        metric: `${access}ThrottleEvents`,
        dimensions: { TableName: this.data.table.name },
        statistic: "Sum",
        above: 0,
        topicArn: this.alarmTopic.arn,
      });
    }
  }
}
