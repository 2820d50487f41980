import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ApiRoute } from "../constructs/api-route";
import { keyGrant } from "../constructs/grants";
import { mappingTemplate } from "../constructs/mapping-template";
import { RestApi } from "../constructs/rest-api";
import { ServiceRole } from "../constructs/service-role";
import { gatewayAnswers } from "./gateway-answers";
import { ESCAPED_BODY_LIMIT, INLINE_BODY_LIMIT, ORDER_ID_LIMIT } from "./limits";

export interface OrdersApiOptions {
  readonly table: { readonly arn: string; readonly name: string };
  readonly key: { readonly arn: string };
  readonly orderIntake: { readonly arn: string };
  readonly alarmTopicArn: string;
  /** What must stand before the API writes logs. */
  readonly after: readonly TerraformResource[];
}

/** `POST /orders` straight into the Express workflow, `GET /orders/{orderId}` straight from the table. */
export class OrdersApi extends Construct {
  constructor(scope: Construct, id: string, { table, key, orderIntake, alarmTopicArn, after }: OrdersApiOptions) {
    super(scope, id);
    const api = new RestApi(this, "api", {
      part: "api",
      description: "Takes orders in, and tells what became of them.",
      gatewayAnswers,
      key,
      alarmTopicArn,
      after,
    });
    const role = new ServiceRole(this, "role", {
      part: "api",
      service: "apigateway.amazonaws.com",
      grants: [
        { sid: "TakeOrderIn", actions: ["states:StartSyncExecution"], resources: [orderIntake.arn] },
        { sid: "ReadOrder", actions: ["dynamodb:GetItem"], resources: [table.arn] },
        keyGrant(this, key, ["dynamodb"], "read"),
      ],
    });
    const orders = new ApiGatewayResource(api, "orders", {
      restApiId: api.id,
      parentId: api.rootResourceId,
      pathPart: "orders",
    });
    const order = new ApiGatewayResource(api, "order", {
      restApiId: api.id,
      parentId: orders.id,
      pathPart: "{orderId}",
    });
    new ApiRoute(api, "post-order", {
      resourceId: orders.id,
      httpMethod: "POST",
      action: "states:action/StartSyncExecution",
      roleArn: role.arn,
      requestTemplate: mappingTemplate("post-order.request", {
        OrderIntakeArn: orderIntake.arn,
        InlineBodyLimit: INLINE_BODY_LIMIT,
        EscapedBodyLimit: ESCAPED_BODY_LIMIT,
      }),
      // The workflow's own status takes the place of this one.
      answer: { status: 202, template: mappingTemplate("post-order.answer") },
      failure: { status: 503, template: mappingTemplate("post-order.failure") },
    });
    new ApiRoute(api, "get-order", {
      resourceId: order.id,
      httpMethod: "GET",
      pathParameters: ["orderId"],
      action: "dynamodb:action/GetItem",
      roleArn: role.arn,
      requestTemplate: mappingTemplate("get-order.request", {
        OrdersTableName: table.name,
        OrderIdLimit: ORDER_ID_LIMIT,
      }),
      answer: { status: 200, template: mappingTemplate("get-order.answer") },
      failure: { status: 503, template: mappingTemplate("get-order.failure") },
    });
    api.deploy();
  }
}
