import type { Construct } from "constructs";
import { HAND_OVER_SECONDS, LOST_AFTER_SECONDS } from "../environments/order-life";
import type { Environment } from "../environments/schema";
import { INLINE_BODY_LIMIT } from "./api/limits";
import { OrdersApi } from "./api/orders-api";
import { ApiGatewayAccountLogs } from "./constructs/api-gateway-account-logs";
import { DeadLetterQueue } from "./constructs/dead-letter-queue";
import { liveWorkflow } from "./constructs/live-alias";
import { NodeFunction } from "./constructs/node-function";
import { RuleToWorkflow, ruleSends } from "./constructs/rule-to-workflow";
import { Workflow } from "./constructs/workflow";
import type { DataStack } from "./data";
import type { FulfilmentStack } from "./fulfilment";
import { LINES_PREFIX, UPLOADS_PREFIX } from "./payloads";
import { PlatformStack } from "./platform-stack";

/** Seconds in which an upload must start. */
const UPLOAD_EXPIRES_SECONDS = 900;

/** The part that starts intake for uploads. */
const UPLOADED = "uploaded";

/** Accepts orders: the API, the uploads, and the workflow that validates, records and hands them over. */
export class IntakeStack extends PlatformStack {
  /** Executions that failed for good, each with its error, and events that started no execution. */
  private readonly failures: DeadLetterQueue;

  constructor(
    scope: Construct,
    environment: Environment,
    private readonly data: DataStack,
    private readonly fulfilment: FulfilmentStack,
  ) {
    super(scope, "intake", environment);
    const { key, table } = data;
    const alarmTopicArn = fulfilment.alarmTopic.arn;
    this.failures = new DeadLetterQueue(this, "failures", {
      part: "dlq",
      key,
      letters: "sent",
      alarmTopicArn,
      senders: (queueArn) => [ruleSends(this, UPLOADED, queueArn)],
    });
    const orderIntake = this.createIntake();
    this.takeUploads(orderIntake);
    const after = environment.manageApiGatewayAccount ? [new ApiGatewayAccountLogs(this, "account-logs").account] : [];
    new OrdersApi(this, "api", {
      table,
      key,
      workflows: {
        // By name, see NodeFunction.invokeAction.
        orderIntake: liveWorkflow(this, orderIntake.node.id),
        resolveApproval: fulfilment.resolveApproval,
        carrierEvent: fulfilment.carrierEvent,
      },
      createUpload: this.createUpload(),
      alarmTopicArn,
      after,
    });
  }

  private createIntake(): Workflow {
    const { key, table } = this.data;
    const { queue, alarmTopic } = this.fulfilment;
    const validateOrder = this.createValidation();
    return new Workflow(this, "order-intake", {
      type: "EXPRESS",
      substitutions: {
        ValidateOrderArn: validateOrder,
        OrdersTableName: table,
        FulfilmentQueueUrl: queue,
        IntakeDlqUrl: this.failures,
        InlineBodyLimit: INLINE_BODY_LIMIT,
      },
      key,
      alarmTopicArn: alarmTopic.arn,
    });
  }

  private createValidation(): NodeFunction {
    const { payloads, key } = this.data;
    return new NodeFunction(this, "validate-order", {
      description: "Validates an order from a request or an upload and reports every problem.",
      key,
      environment: {
        ORDER_RETENTION_DAYS: String(this.environment.orderRetentionDays),
        HAND_OVER_TRIES: String(this.environment.reconcile.tries),
        HAND_OVER_SECONDS: String(HAND_OVER_SECONDS),
        LOST_AFTER_SECONDS: String(LOST_AFTER_SECONDS),
        PAYLOAD_BUCKET: payloads.name,
      },
      grants: [
        {
          sid: "ReadUploads",
          // Reads the version in the event, even if a newer one exists. Reading the newest is a different action.
          actions: ["s3:GetObjectVersion"],
          resources: [`${payloads.arn}/${UPLOADS_PREFIX}*`],
        },
        { sid: "KeepLines", actions: ["s3:PutObject"], resources: [`${payloads.arn}/${LINES_PREFIX}*`] },
      ],
      keyUses: { s3: "readAndWrite" },
      // A whole processor, to read 100 MB in well under a minute. As memory, 512 MB would do.
      memoryMb: 1769,
      // For uploads. A caller of the API waits no longer than the state's own timeout.
      timeoutSeconds: 60,
      deadLetters: this.failures,
      alarmTopicArn: this.fulfilment.alarmTopic.arn,
    });
  }

  /** S3 sends an event for every object to the account's default bus. Those for uploads start intake. */
  private takeUploads(orderIntake: Workflow): void {
    new RuleToWorkflow(this, UPLOADED, {
      part: UPLOADED,
      description: "Starts intake for each uploaded order.",
      pattern: {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [this.data.payloads.name] }, object: { key: [{ prefix: UPLOADS_PREFIX }] } },
      },
      workflow: orderIntake,
      inputPaths: {
        bucket: "$.detail.bucket.name",
        key: "$.detail.object.key",
        size: "$.detail.object.size",
        etag: "$.detail.object.etag",
        versionId: "$.detail.object.version-id",
      },
      inputTemplate: '{"upload":{"bucket":<bucket>,"key":<key>,"size":<size>,"etag":<etag>,"versionId":<versionId>}}',
      deadLetters: this.failures,
    });
  }

  private createUpload(): NodeFunction {
    const { payloads, key } = this.data;
    return new NodeFunction(this, "create-upload", {
      description: "Returns a presigned URL for uploading an order.",
      key,
      environment: {
        PAYLOAD_BUCKET: payloads.name,
        UPLOAD_EXPIRES_SECONDS: String(UPLOAD_EXPIRES_SECONDS),
      },
      // It stores nothing itself. The presigned URL uses this right.
      grants: [{ sid: "Upload", actions: ["s3:PutObject"], resources: [`${payloads.arn}/${UPLOADS_PREFIX}*`] }],
      keyUses: { s3: "write" },
      memoryMb: 512,
      timeoutSeconds: 10,
      deadLetters: this.failures,
      alarmTopicArn: this.fulfilment.alarmTopic.arn,
    });
  }
}
