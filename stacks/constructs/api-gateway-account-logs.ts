import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { ServiceRole } from "./service-role";

/** Sets the role in which API Gateway writes the logs of every API in this account and region. */
export class ApiGatewayAccountLogs extends Construct {
  /** Must exist before a stage with logs, which API Gateway otherwise refuses. */
  readonly account: ApiGatewayAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const role = new ServiceRole(this, "role", {
      part: "api-logs",
      service: "apigateway.amazonaws.com",
      grants: [
        {
          sid: "WriteLogsOfApis",
          actions: [
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
            "logs:GetLogEvents",
            "logs:FilterLogEvents",
          ],
          resources: [stack.arn("logs", "log-group:*")],
        },
        { sid: "FindLogsOfApis", actions: ["logs:DescribeLogGroups"], resources: ["*"] },
      ],
    });
    this.account = new ApiGatewayAccount(this, "account", { cloudwatchRoleArn: role.arn, dependsOn: [role.rights] });
  }
}
