import { isEmpty } from "../attributes/difference";
import type { Loss, Losses } from "../attributes/loss";
import { attention, type Consequence, dangerous, safe } from "../attributes/row";
import { say } from "../text";

const API_LOSS = loss(
  "API",
  dangerous("every caller of it fails"),
  dangerous("the new API has another URL, so every caller that uses the execute-api one fails"),
);

/** Types that hold no data: what ends with them is something that runs, watches or connects. */
export const statelessLosses: Losses = {
  aws_cloudwatch_metric_alarm: {
    ...loss(
      "alarm",
      dangerous("nobody is notified of what it watched"),
      attention("it starts without a state and is evaluated anew"),
    ),
    notes: ({ metric_name: metric, comparison_operator: comparison, threshold }) =>
      metric === undefined || isEmpty(metric) ? [] : [say`that was ${metric} ${comparison ?? ""} ${threshold ?? ""}`],
  },
  aws_cloudwatch_composite_alarm: loss(
    "alarm",
    dangerous("nobody is notified of what it watched"),
    attention("it starts without a state and is evaluated anew"),
  ),
  aws_cloudwatch_dashboard: loss("dashboard", attention("operators lose a view"), safe("operators get another view")),
  aws_cloudwatch_log_metric_filter: loss(
    "metric filter",
    attention("its metric ends, and alarms on it go silent"),
    attention("its metric may have another name, on which no alarm watches"),
  ),
  aws_cloudwatch_log_subscription_filter: loss(
    "log subscription",
    attention("log events are no longer passed on"),
    attention("log events are passed on in another way"),
  ),
  aws_cloudwatch_log_data_protection_policy: loss(
    "data protection of logs",
    dangerous("personal data in the logs is no longer masked"),
    attention("other data in the logs is masked"),
  ),
  aws_cloudtrail: loss(
    "CloudTrail trail",
    dangerous("its calls are no longer recorded, so nothing says who did what"),
    attention("no call is recorded until the new trail exists"),
  ),
  aws_lambda_function: loss(
    "Lambda function",
    attention("every call of it fails"),
    attention("calls of it fail until the new one exists, and its versions end"),
  ),
  aws_lambda_alias: loss(
    "Lambda alias",
    attention("every call by this alias fails"),
    attention("calls by this alias fail until the new one exists"),
  ),
  aws_lambda_layer_version: loss(
    "layer version",
    safe("functions that have it keep running, but no function can be given it"),
    safe("its code changes: the new version is another one"),
  ),
  aws_lambda_event_source_mapping: loss(
    "event source mapping",
    dangerous("the function no longer reads its source: messages wait there and are deleted when their retention ends"),
    attention("nothing reads the source until the new one exists"),
  ),
  aws_lambda_function_url: loss(
    "function URL",
    attention("every caller of the URL fails"),
    attention("the URL changes, so every caller fails until it knows the new one"),
  ),
  aws_lambda_provisioned_concurrency_config: loss(
    "provisioned concurrency",
    attention("invocations wait for a cold start"),
    attention("invocations wait for a cold start until the new one exists"),
  ),
  aws_api_gateway_rest_api: API_LOSS,
  aws_apigatewayv2_api: API_LOSS,
  aws_api_gateway_stage: loss(
    "API stage",
    dangerous("every caller of the stage fails"),
    dangerous("every caller of the stage fails until the new one exists"),
  ),
  aws_apigatewayv2_stage: loss(
    "API stage",
    dangerous("every caller of the stage fails"),
    dangerous("every caller of the stage fails until the new one exists"),
  ),
  aws_api_gateway_deployment: loss(
    "API deployment",
    attention("a stage that serves it must serve another one first"),
    safe("the changes of the API go live with a new deployment"),
  ),
  aws_apigatewayv2_deployment: loss(
    "API deployment",
    attention("a stage that serves it must serve another one first"),
    safe("the changes of the API go live with a new deployment"),
  ),
  aws_api_gateway_method: loss(
    "API method",
    attention("its callers are refused"),
    attention("its callers are refused until the new one is deployed"),
  ),
  aws_api_gateway_resource: loss(
    "API path",
    attention("callers of the path get 403"),
    attention("the path, and all below it, is built anew"),
  ),
  aws_api_gateway_integration: loss(
    "API integration",
    attention("its method has no backend"),
    attention("its method has no backend until the new one is deployed"),
  ),
  aws_apigatewayv2_route: loss(
    "API route",
    attention("callers of the route get 404"),
    attention("callers of the route get 404 until the new one exists"),
  ),
  aws_api_gateway_authorizer: loss(
    "authorizer",
    dangerous("it no longer decides who may call"),
    attention("methods must name the new one"),
  ),
  aws_apigatewayv2_authorizer: loss(
    "authorizer",
    dangerous("it no longer decides who may call"),
    attention("routes must name the new one"),
  ),
  aws_api_gateway_usage_plan: loss(
    "usage plan",
    attention("its clients have no limit or quota of their own, and no use for their keys"),
    attention("its clients' keys must be added to the new one"),
  ),
  aws_wafv2_web_acl: loss(
    "firewall (WAF)",
    dangerous("nothing filters requests any more"),
    attention("what it protects must be associated with the new one"),
  ),
  aws_wafv2_web_acl_association: loss(
    "association with the firewall (WAF)",
    dangerous("no firewall filters requests any more"),
    attention("no firewall filters requests until the new one exists"),
  ),
  aws_wafv2_web_acl_logging_configuration: loss(
    "log of the firewall (WAF)",
    attention("nothing records what the firewall does"),
    attention("the log goes to another place"),
  ),
  aws_pipes_pipe: loss(
    "pipe",
    dangerous(
      "nothing takes what it read to its target any more: it waits and is deleted when the source's retention ends",
    ),
    attention("nothing is taken to the target until the new one exists"),
  ),
  aws_cloudwatch_event_bus: loss(
    "event bus",
    dangerous("events sent to it are refused, and its rules end"),
    dangerous("events sent to it are refused until the new one and its rules exist"),
  ),
  aws_cloudwatch_event_rule: loss(
    "event rule",
    dangerous("events that matched it start nothing and are lost"),
    attention("events that match it start nothing until the new one and its targets exist"),
  ),
  aws_cloudwatch_event_target: loss(
    "event target",
    dangerous("events of the rule no longer reach it"),
    attention("events of the rule do not reach it until the new one exists"),
  ),
  aws_scheduler_schedule: loss(
    "schedule",
    dangerous("it starts nothing any more"),
    attention("it starts nothing until the new one exists"),
  ),
  aws_scheduler_schedule_group: loss(
    "schedule group",
    dangerous("every schedule in it is deleted"),
    dangerous("every schedule in the old one is deleted"),
  ),
  aws_sns_topic: loss(
    "SNS topic",
    dangerous("its subscriptions end, and whoever publishes to it fails"),
    dangerous("its subscriptions end, and publishers fail until they know the new one"),
  ),
  aws_sns_topic_subscription: loss(
    "SNS subscription",
    dangerous("messages of the topic no longer reach this subscriber"),
    attention("messages of the topic do not reach the subscriber until the new one exists, and is confirmed"),
  ),
  aws_sfn_activity: loss(
    "activity",
    dangerous("workers and states that use it fail"),
    dangerous("workers and states that use it fail until they know the new one"),
  ),
  aws_kms_alias: loss(
    "KMS alias",
    attention("calls that name the key by this alias fail; the key stays"),
    attention("calls that name the key by this alias fail until the new one exists"),
  ),
  aws_kms_grant: loss(
    "KMS grant",
    attention("its grantee can no longer use the key"),
    attention("its grantee cannot use the key until the new one exists"),
  ),
  aws_backup_plan: loss(
    "backup plan",
    dangerous("no further backups are made"),
    attention("backups follow the new plan"),
  ),
  aws_backup_selection: loss(
    "backup selection",
    dangerous("what it selected has no further backups"),
    attention("other resources may be backed up"),
  ),
  aws_security_group: loss(
    "security group",
    attention("whatever it let in is refused"),
    attention("whatever uses it must move to the new one"),
  ),
  aws_ecs_service: loss("ECS service", dangerous("its tasks stop"), attention("its tasks stop until the new one runs")),
  aws_ecs_task_definition: loss(
    "task definition",
    attention("nothing can be started from it"),
    safe("a new revision takes its place; the services say whether they run it"),
  ),
  aws_appautoscaling_target: loss(
    "scaling target",
    attention("capacity no longer follows the load"),
    attention("capacity does not follow the load until the new one exists"),
  ),
  aws_appautoscaling_policy: loss(
    "scaling policy",
    attention("capacity no longer follows the load"),
    attention("capacity does not follow the load until the new one exists"),
  ),
  aws_s3_access_point: loss(
    "S3 access point",
    attention("callers of it fail"),
    attention("callers of it fail until the new one exists"),
  ),
  aws_guardduty_detector: loss(
    "GuardDuty detector",
    dangerous("threats are no longer detected, and its findings are lost"),
    attention("threats are not detected until the new one exists"),
  ),
  aws_config_configuration_recorder: loss(
    "AWS Config recorder",
    dangerous("changes of resources are no longer recorded"),
    attention("changes are not recorded until the new one exists"),
  ),
};

function loss(noun: string, destroyed: Consequence, replaced: Consequence): Loss {
  return { noun, destroyed, replaced };
}
