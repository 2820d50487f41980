import { allow, type Statement } from "./document";
import { type Names, of, type Right, tagged } from "./right";

/** Workflows, functions, the API, and their logs and alarms. */
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
      // AWS has no resource-level permission for this: a definition being validated is not a state machine yet.
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
        // API Gateway chooses the name of a stage's execution log, from the API's id.
        arn("logs", "log-group:API-Gateway-Execution-Logs_*"),
      ],
    },
    {
      // AWS has no resource-level permission for any of these. Workflows, the pipe and the API deliver logs.
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
 * API Gateway's actions are HTTP methods, and its ARNs contain ids. An API's parts inherit its tags. Source:
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

/** Allows requests for an order, to check after a deployment that the API answers. Its id is not known in advance. */
export function asksApi({ arn }: Names): Statement[] {
  return allow("AskApi", ["execute-api:Invoke"], [arn("execute-api", "*/v1/GET/orders/*")]);
}
