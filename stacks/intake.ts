import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { INLINE_BODY_LIMIT } from "./api/limits";
import { OrdersApi } from "./api/orders-api";
import { ApiGatewayAccountLogs } from "./constructs/api-gateway-account-logs";
import { DeadLetterQueue } from "./constructs/dead-letter-queue";
import { keyGrant } from "./constructs/grants";
import { NodeFunction } from "./constructs/node-function";
import { Workflow } from "./constructs/workflow";
import type { DataStack } from "./data";
import type { FulfilmentStack } from "./fulfilment";
import { PlatformStack } from "./platform-stack";

/** Takes orders in: the API, and the workflow that validates, records and hands over. */
export class IntakeStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, data: DataStack, fulfilment: FulfilmentStack) {
    super(scope, "intake", environment);
    const { key, table } = data;
    const alarmTopicArn = fulfilment.alarmTopic.arn;

    const failures = new DeadLetterQueue(this, "failures", { part: "dlq", key, alarmTopicArn });
    const validateOrder = new NodeFunction(this, "validate-order", {
      description: "Tells whether the text of a request is an order, and all that is wrong with it.",
      key,
      environment: { ORDER_RETENTION_DAYS: String(environment.orderRetentionDays) },
      grants: [],
      // Every client waits for it, and it does nothing but compute.
      memoryMb: 512,
      timeoutSeconds: 6,
      deadLetters: failures,
      alarmTopicArn,
    });
    const orderIntake = new Workflow(this, "order-intake", {
      type: "EXPRESS",
      substitutions: {
        ValidateOrderArn: validateOrder.arn,
        OrdersTableName: table.name,
        FulfilmentQueueUrl: fulfilment.queue.url,
        IntakeDlqUrl: failures.url,
        InlineBodyLimit: INLINE_BODY_LIMIT,
      },
      grants: [
        { sid: "Validate", actions: ["lambda:InvokeFunction"], resources: [validateOrder.arn] },
        { sid: "RecordOrder", actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [table.arn] },
        { sid: "HandOver", actions: ["sqs:SendMessage"], resources: [fulfilment.queue.arn] },
        { sid: "ReportFailure", actions: ["sqs:SendMessage"], resources: [failures.arn] },
        keyGrant(this, key, ["dynamodb", "sqs"]),
      ],
      key,
      alarmTopicArn,
    });
    const after = environment.manageApiGatewayAccount ? [new ApiGatewayAccountLogs(this, "account-logs").account] : [];
    new OrdersApi(this, "api", { table, key, orderIntake, alarmTopicArn, after });
  }
}
