import { allow, type Statement } from "./document";
import { type Names, of, type Right, tagged } from "./right";

/** Workflows, functions, the API, and what watches them. */
export function computeRights(names: Names): Right[] {
  const { arn, prefix } = names;
  return [
    {
      sid: "Workflows",
      types: ["aws_sfn_state_machine", "aws_sfn_alias"],
      read: of(
        "states",
        "DescribeStateMachine",
        "DescribeStateMachineAlias",
        "ListStateMachineAliases",
        "ListStateMachineVersions",
        "ListTagsForResource",
      ),
      write: tagged(
        "states",
        "CreateStateMachine",
        "UpdateStateMachine",
        "DeleteStateMachine",
        "PublishStateMachineVersion",
        "DeleteStateMachineVersion",
        "CreateStateMachineAlias",
        "UpdateStateMachineAlias",
        "DeleteStateMachineAlias",
      ),
      on: [arn("states", `stateMachine:${prefix}-*`)],
    },
    {
      // AWS has no resource-level permission for it: a definition that is judged is no machine yet.
      sid: "Definitions",
      types: ["aws_sfn_state_machine"],
      read: ["states:ValidateStateMachineDefinition"],
      write: [],
      on: ["*"],
    },
    {
      sid: "Functions",
      types: ["aws_lambda_function"],
      read: of(
        "lambda",
        "GetFunction",
        "GetFunctionCodeSigningConfig",
        "GetFunctionConfiguration",
        "ListTags",
        "ListVersionsByFunction",
      ),
      write: tagged("lambda", "CreateFunction", "UpdateFunctionCode", "UpdateFunctionConfiguration", "DeleteFunction"),
      on: [arn("lambda", `function:${prefix}-*`)],
    },
    {
      sid: "Logs",
      types: ["aws_cloudwatch_log_group"],
      read: of("logs", "ListTagsForResource"),
      write: tagged(
        "logs",
        "CreateLogGroup",
        "DeleteLogGroup",
        "PutRetentionPolicy",
        "DeleteRetentionPolicy",
        "AssociateKmsKey",
        "DisassociateKmsKey",
      ),
      on: [
        arn("logs", `log-group:/aws/*/${prefix}-*`),
        // API Gateway names the log of a stage's executions itself, after the API's id.
        arn("logs", "log-group:API-Gateway-Execution-Logs_*"),
      ],
    },
    {
      // AWS has no resource-level permission for any of them. The deliveries are those of workflows, pipe and API.
      sid: "LogDeliveries",
      types: ["aws_cloudwatch_log_group", "aws_sfn_state_machine", "aws_pipes_pipe", "aws_api_gateway_stage"],
      read: of("logs", "DescribeLogGroups"),
      write: of(
        "logs",
        "CreateLogDelivery",
        "GetLogDelivery",
        "UpdateLogDelivery",
        "DeleteLogDelivery",
        "ListLogDeliveries",
        "PutResourcePolicy",
        "DescribeResourcePolicies",
      ),
      on: ["*"],
    },
    {
      sid: "Alarms",
      types: ["aws_cloudwatch_metric_alarm"],
      read: of("cloudwatch", "DescribeAlarms", "ListTagsForResource"),
      write: tagged("cloudwatch", "PutMetricAlarm", "DeleteAlarms"),
      on: [arn("cloudwatch", `alarm:${prefix}-*`)],
    },
    ...apiRights(names),
  ];
}

/**
 * API Gateway's actions are the methods of HTTP, and its ARNs bear ids. An API's parts inherit its tags. Source:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html
 */
function apiRights({ apiArn, prefix }: Names): Right[] {
  const stack = `${prefix}-intake`;
  return [
    {
      sid: "Api",
      types: [
        "aws_api_gateway_deployment",
        "aws_api_gateway_gateway_response",
        "aws_api_gateway_integration",
        "aws_api_gateway_integration_response",
        "aws_api_gateway_method",
        "aws_api_gateway_method_response",
        "aws_api_gateway_method_settings",
        "aws_api_gateway_model",
        "aws_api_gateway_request_validator",
        "aws_api_gateway_resource",
        "aws_api_gateway_rest_api",
        "aws_api_gateway_stage",
      ],
      read: ["apigateway:GET"],
      write: of("apigateway", "POST", "PUT", "PATCH", "DELETE"),
      on: [apiArn("/restapis/*")],
      onlyIf: { StringEquals: { "aws:ResourceTag/Stack": stack } },
    },
    {
      sid: "NewApi",
      types: ["aws_api_gateway_rest_api"],
      read: [],
      write: ["apigateway:POST"],
      on: [apiArn("/restapis")],
      writesIf: { StringEquals: { "aws:RequestTag/Stack": stack } },
    },
    {
      sid: "ApiTags",
      types: ["aws_api_gateway_rest_api", "aws_api_gateway_stage"],
      read: ["apigateway:GET"],
      write: of("apigateway", "PUT", "DELETE"),
      on: [apiArn("/tags/*")],
    },
    {
      sid: "ApiAccount",
      types: ["aws_api_gateway_account"],
      read: ["apigateway:GET"],
      write: ["apigateway:PATCH"],
      on: [apiArn("/account")],
    },
  ];
}

/** Lets the API be asked for an order, to see after a deployment that it answers. Its id is not known beforehand. */
export function asksApi({ arn }: Names): Statement[] {
  return allow("AskApi", ["execute-api:Invoke"], [arn("execute-api", "*/v1/GET/orders/*")]);
}
