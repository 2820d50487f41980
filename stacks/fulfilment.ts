import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { Alarm } from "./constructs/alarm";
import { DeadLetterQueue } from "./constructs/dead-letter-queue";
import { Partner } from "./constructs/partner";
import { QueueToWorkflow } from "./constructs/queue-to-workflow";
import { QueueWithDlq } from "./constructs/queue-with-dlq";
import type { Resource } from "./constructs/rights/resource";
import { Topic } from "./constructs/topic";
import { Workflow, type WorkflowOptions } from "./constructs/workflow";
import type { DataStack } from "./data";
import { Reconciliation } from "./fulfilment/reconciliation";
import { LINES_PREFIX } from "./payloads";
import { PlatformStack } from "./platform-stack";

/** Fulfils the orders that intake hands over: the queue, the workflows, notifications, and answers from outside. */
export class FulfilmentStack extends PlatformStack {
  /** Receives `{ "orderId": ... }` of a recorded order. */
  readonly queue: QueueWithDlq;
  readonly alarmTopic: Topic;
  /** Receives `{ orderId, body }` with an approver's decision. */
  readonly resolveApproval: Workflow;
  /** Receives `{ orderId, body }` with a carrier's event. */
  readonly carrierEvent: Workflow;
  /**
   * Executions that failed for good, each with its error. Kept apart from the queue's own dead letters: SQS can move
   * those hand-overs back to the queue, and would move these with them.
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
    this.approverTopic = new Topic(this, "approver", { part: "approver", key });
    this.failures = this.createFailures();
    this.subscribe("alarm", this.alarmTopic, environment.alarmEmails);
    this.subscribe("approver", this.approverTopic, environment.approverEmails);
    this.orderEvents = this.createBus();
    this.queue = new QueueWithDlq(this, "orders", {
      part: "orders",
      key,
      // A pipe starts an execution within a second. A minute leaves room for a throttled start.
      visibilityTimeoutSeconds: 60,
      receives: 5,
      oldestMessageSeconds: 300,
      alarmTopicArn: this.alarmTopic.arn,
    });
    const workflow = this.createFulfilment();
    this.resolveApproval = this.createAnswer("resolve-approval");
    this.carrierEvent = this.createAnswer("carrier-event");
    new QueueToWorkflow(this, "hand-over", {
      part: "hand-over",
      queue: this.queue,
      workflow,
      // The quotes make a body without an orderId an empty text, which no order has. A missing field would end the
      // execution where nothing can catch it. AWS does not document this: docs/aws-facts.md, Unproven.
      inputTemplate: '{"orderId": "<$.body.orderId>", "message": <$.body>}',
      key,
      alarmTopicArn: this.alarmTopic.arn,
    });
    new Reconciliation(this, "reconciliation", {
      table: data.table,
      queue: this.queue,
      failures: this.failures,
      key,
      alarmTopicArn: this.alarmTopic.arn,
    });
    this.watchTable();
    this.watchAccount();
  }

  private createAlarmTopic(): Topic {
    return new Topic(this, "alarm", {
      part: "alarm",
      key: this.data.key,
      publishers: (topicArn) => [
        {
          Sid: "AlarmsOfThisEnvironment",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topicArn,
          Condition: {
            StringEquals: { "aws:SourceAccount": this.accountId },
            ArnLike: { "aws:SourceArn": this.arn("cloudwatch", `alarm:${this.namesOfEnvironment}`) },
          },
        },
      ],
    });
  }

  /** Subscribes people to a topic by e-mail. An e-mail that cannot be sent becomes a dead letter. */
  private subscribe(name: string, { arn: topicArn }: Topic, emails: readonly string[]): void {
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: this.failures.arn });
    for (const [index, endpoint] of emails.entries()) {
      new SnsTopicSubscription(this, `${name}-email-${index}`, {
        topicArn,
        protocol: "email",
        endpoint,
        redrivePolicy,
      });
    }
  }

  private createFailures(): DeadLetterQueue {
    return new DeadLetterQueue(this, "failures", {
      part: "dlq",
      key: this.data.key,
      letters: "sent",
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
        ...this.mailSenders(queueArn),
      ],
    });
  }

  /** Lets the topics that have subscribers send undelivered e-mails to the failures. */
  private mailSenders(queueArn: string): object[] {
    const { alarmEmails, approverEmails } = this.environment;
    const mailing = [
      ...(alarmEmails.length > 0 ? [this.alarmTopic.arn] : []),
      ...(approverEmails.length > 0 ? [this.approverTopic.arn] : []),
    ];
    if (mailing.length === 0) return [];
    return [
      {
        Sid: "MailsThatCouldNotBeSent",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": mailing } },
      },
    ];
  }

  private createBus(): CloudwatchEventBus {
    return new CloudwatchEventBus(this, "order-events", {
      name: this.physicalName("order-events"),
      kmsKeyIdentifier: this.data.key.arn,
      deadLetterConfig: { arn: this.failures.arn },
    });
  }

  private createFulfilment(): Workflow {
    const { table } = this.data;
    const { approval, carrierSilenceSeconds } = this.environment;
    const children = this.createChildren();
    const functions = this.createFunctions();
    return this.workflow("order-fulfilment", {
      type: "STANDARD",
      hasTokens: true,
      substitutions: {
        OrdersTableName: table,
        FulfilmentDlqUrl: this.failures,
        ReserveInventoryArn: children.reserveInventory,
        ReleaseInventoryArn: children.releaseInventory,
        SettleOrderArn: children.settleOrder,
        ProcessPaymentArn: functions.processPayment,
        RefundPaymentArn: functions.refundPayment,
        ShipOrderArn: functions.shipOrder,
        CancelShipmentArn: functions.cancelShipment,
        TrackShipmentArn: functions.trackShipment,
        ApproverTopicArn: this.approverTopic,
        ApprovalThreshold: approval.threshold,
        ApprovalSeconds: approval.timeoutSeconds,
        CarrierSilenceSeconds: carrierSilenceSeconds,
      },
      reaches: { ReserveLargeInventory: [this.lines], ReleaseLargeInventory: [this.lines] },
    });
  }

  private createChildren() {
    const { table } = this.data;
    const changesStock = {
      type: "EXPRESS",
      isChild: true,
      substitutions: { OrdersTableName: table },
      reaches: { VerifyLines: [this.lines] },
    } as const;
    return {
      reserveInventory: this.workflow("reserve-inventory", changesStock),
      releaseInventory: this.workflow("release-inventory", changesStock),
      settleOrder: this.workflow("settle-order", {
        type: "EXPRESS",
        isChild: true,
        substitutions: {
          OrdersTableName: table,
          CustomerTopicArn: this.customerTopic,
          OrderEventsBusName: this.orderEvents,
          FulfilmentDlqUrl: this.failures,
        },
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
      refundPayment: payment.caller("refund-payment", "Refunds what an order was charged and prevents a later charge."),
      shipOrder: carrier.caller("ship-order", "Books the shipment of an order."),
      cancelShipment: carrier.caller(
        "cancel-shipment",
        "Cancels the shipment of an order and prevents a later booking.",
      ),
      trackShipment: carrier.caller("track-shipment", "Asks the carrier where the parcel of an order is."),
    };
  }

  /** A workflow that passes an answer from outside on to the execution that waits for it. */
  private createAnswer(id: string): Workflow {
    return this.workflow(id, {
      type: "EXPRESS",
      hasTokens: true,
      substitutions: { OrdersTableName: this.data.table },
    });
  }

  /** The lines of large orders. The order's record names their location. */
  private get lines(): Resource {
    return this.data.payloads.objects(LINES_PREFIX);
  }

  private workflow(
    id: string,
    options: Pick<WorkflowOptions, "type" | "substitutions" | "reaches" | "hasTokens" | "isChild">,
  ): Workflow {
    return new Workflow(this, id, { ...options, key: this.data.key, alarmTopicArn: this.alarmTopic.arn });
  }

  /**
   * The table's alarms are here because they need this stack's topic, and the data stack is deployed first. Throttles of
   * an index carry the index's name as well as the table's. Source:
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
   */
  private watchTable(): void {
    const { name: TableName, index: GlobalSecondaryIndexName } = this.data.table;
    const watched = [
      { part: "table", what: "the table of orders", dimensions: { TableName } },
      { part: "index", what: "the index of waiting orders", dimensions: { TableName, GlobalSecondaryIndexName } },
    ];
    for (const { part, what, dimensions } of watched) {
      for (const access of ["Read", "Write"]) {
        const id = `${part}-${access.toLowerCase()}-throttled`;
        new Alarm(this, id, {
          part: id,
          description: `${access}s of ${what} are throttled.`,
          namespace: "AWS/DynamoDB",
          metric: `${access}ThrottleEvents`,
          dimensions,
          statistic: "Sum",
          above: 0,
          topicArn: this.alarmTopic.arn,
        });
      }
    }
  }

  /**
   * Quotas that the whole account shares in a region. Starts are refused when one is used up. Source:
   * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
   */
  private watchAccount(): void {
    const topicArn = this.alarmTopic.arn;
    const ofAccount = { namespace: "AWS/States", statistic: "Maximum" } as const;
    new Alarm(this, "open-executions", {
      part: "open-executions",
      description: "The account uses more than half of its quota of open executions in this region.",
      expression: "100 * open / limit",
      metrics: {
        open: { ...ofAccount, metric: "OpenExecutionCount" },
        limit: { ...ofAccount, metric: "OpenExecutionLimit" },
      },
      above: 50,
      topicArn,
    });
    // An Express workflow has no throttled state transitions. Its starts are throttled instead.
    for (const [part, APIName] of [
      ["start-execution-throttled", "StartExecution"],
      ["start-sync-execution-throttled", "StartSyncExecution"],
    ] as const) {
      new Alarm(this, part, {
        part,
        description: `Step Functions rejects calls of ${APIName}: the account's rate in this region is used up.`,
        namespace: "AWS/States",
        metric: "ThrottledEvents",
        dimensions: { APIName },
        statistic: "Sum",
        above: 0,
        topicArn,
      });
    }
  }
}
