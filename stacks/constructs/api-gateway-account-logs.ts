import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { ServiceRole } from "./service-role";

/** Gives API Gateway the role in which it writes the logs of every API of this account and region. */
export class ApiGatewayAccountLogs extends Construct {
  /** API Gateway refuses a stage with logs before this stands. */
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
