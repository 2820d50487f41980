import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ApiRoute } from "../constructs/api-route";
import { keyGrants } from "../constructs/key-use";
import type { Startable } from "../constructs/live-alias";
import { mappingTemplate } from "../constructs/mapping-template";
import { RestApi } from "../constructs/rest-api";
import { ServiceRole } from "../constructs/service-role";
import { PlatformStack } from "../platform-stack";
import { gatewayAnswers } from "./gateway-answers";
import { ESCAPED_BODY_LIMIT, ESCAPED_MESSAGE_LIMIT, INLINE_BODY_LIMIT, ORDER_ID_LIMIT } from "./limits";

interface Named {
  readonly arn: string;
}

export interface OrdersApiOptions {
  readonly table: { readonly arn: string; readonly name: string };
  readonly key: Named;
  /** Express workflows that the API runs. Their output is its answer. */
  readonly workflows: {
    readonly orderIntake: Startable;
    readonly resolveApproval: Startable;
    readonly carrierEvent: Startable;
  };
  /** The function that returns an upload URL. */
  readonly createUpload: Named & { readonly invokeAction: string };
  readonly alarmTopicArn: string;
  /** What must exist before the API writes logs. */
  readonly after: readonly TerraformResource[];
}

/**
 * The API. It passes orders, approvals and carrier events straight to Express workflows and reads orders straight from
 * the table. Only an upload's URL, which must be signed, comes from a function.
 */
export class OrdersApi extends Construct {
  private readonly api: RestApi;
  private readonly role: ServiceRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly options: OrdersApiOptions,
  ) {
    super(scope, id);
    const { key, alarmTopicArn, after, workflows } = options;
    this.api = new RestApi(this, "api", {
      part: "api",
      description: "Accepts orders and reports their status.",
      gatewayAnswers,
      key,
      alarmTopicArn,
      after,
    });
    this.role = this.createRole();
    const orders = this.resource("orders", this.api.rootResourceId, "orders");
    const order = this.resource("order", orders, "{orderId}");
    this.postOrder(orders);
    this.getOrder(order);
    this.postUpload(this.resource("uploads", this.api.rootResourceId, "uploads"));
    this.postMessage("approval", this.resource("approval", order, "approval"), workflows.resolveApproval);
    this.postMessage("carrier-event", this.resource("carrier-events", order, "carrier-events"), workflows.carrierEvent);
    this.api.deploy();
  }

  private createRole(): ServiceRole {
    const { table, key, workflows, createUpload } = this.options;
    return new ServiceRole(this, "role", {
      part: "api",
      service: "apigateway.amazonaws.com",
      grants: [
        {
          sid: "RunWorkflows",
          actions: ["states:StartSyncExecution"],
          resources: Object.values(workflows).map(({ arn }) => arn),
        },
        { sid: "CreateUpload", actions: ["lambda:InvokeFunction"], resources: [createUpload.arn] },
        { sid: "ReadOrder", actions: ["dynamodb:GetItem"], resources: [table.arn] },
        ...keyGrants(PlatformStack.of(this).environment.region, key, { dynamodb: "read" }),
      ],
    });
  }

  /** Creates a part of the API's paths and returns its id. */
  private resource(id: string, parentId: string, pathPart: string): string {
    return new ApiGatewayResource(this.api, id, { restApiId: this.api.id, parentId, pathPart }).id;
  }

  private postOrder(resourceId: string): void {
    new ApiRoute(this.api, "post-order", {
      resourceId,
      httpMethod: "POST",
      hasBody: true,
      action: "states:action/StartSyncExecution",
      roleArn: this.role.arn,
      requestTemplate: mappingTemplate("post-order.request", {
        OrderIntakeArn: this.options.workflows.orderIntake.startArn,
        InlineBodyLimit: INLINE_BODY_LIMIT,
        EscapedBodyLimit: ESCAPED_BODY_LIMIT,
      }),
      // The template replaces this status with the workflow's.
      answer: { status: 202, template: mappingTemplate("post-order.answer") },
      failure: { status: 503, template: mappingTemplate("post-order.failure") },
    });
  }

  private getOrder(resourceId: string): void {
    new ApiRoute(this.api, "get-order", {
      resourceId,
      httpMethod: "GET",
      hasBody: false,
      pathParameters: ["orderId"],
      action: "dynamodb:action/GetItem",
      roleArn: this.role.arn,
      requestTemplate: mappingTemplate("get-order.request", {
        OrdersTableName: this.options.table.name,
        OrderIdLimit: ORDER_ID_LIMIT,
      }),
      answer: { status: 200, template: mappingTemplate("get-order.answer") },
      failure: { status: 503, template: mappingTemplate("get-order.failure") },
    });
  }

  private postUpload(resourceId: string): void {
    new ApiRoute(this.api, "post-upload", {
      resourceId,
      httpMethod: "POST",
      hasBody: false,
      action: this.options.createUpload.invokeAction,
      roleArn: this.role.arn,
      requestTemplate: mappingTemplate("post-upload.request"),
      answer: { status: 201, template: mappingTemplate("post-upload.answer") },
      failure: { status: 503, template: mappingTemplate("post-upload.failure") },
      // A failed function has a message of one or more lines.
      failurePattern: "(.|\\n)+",
    });
  }

  /** Passes a message on to an order that waits for it. */
  private postMessage(name: string, resourceId: string, workflow: Startable): void {
    new ApiRoute(this.api, `post-${name}`, {
      resourceId,
      httpMethod: "POST",
      hasBody: true,
      pathParameters: ["orderId"],
      action: "states:action/StartSyncExecution",
      roleArn: this.role.arn,
      requestTemplate: mappingTemplate("order-message.request", {
        WorkflowArn: workflow.startArn,
        OrderIdLimit: ORDER_ID_LIMIT,
        EscapedMessageLimit: ESCAPED_MESSAGE_LIMIT,
      }),
      answer: { status: 200, template: mappingTemplate("order-message.answer") },
      failure: { status: 503, template: mappingTemplate("order-message.failure") },
    });
  }
}
