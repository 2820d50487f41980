import { apiRules } from "../../../../tools/baseline/rules/api";
import { describeRules } from "./describe-rules";

const method = "aws_api_gateway_method.post";
const settings = "aws_api_gateway_method_settings.all";
const stage = "aws_api_gateway_stage.v1";
const validator = "aws_api_gateway_request_validator.all";
const deployment = "aws_api_gateway_deployment.api";
const api = "aws_api_gateway_rest_api.api";
const firewall = "aws_wafv2_web_acl_association.v1";

describeRules(apiRules, {
  sound: {
    [api]: { lifecycle: { create_before_destroy: true } },
    [deployment]: { lifecycle: { create_before_destroy: true } },
    [validator]: { validate_request_body: true, validate_request_parameters: true },
    [method]: {
      http_method: "POST",
      authorization: "AWS_IAM",
      request_validator_id: "${aws_api_gateway_request_validator.all.id}",
    },
    [stage]: {
      access_log_settings: {
        destination_arn: "${aws_cloudwatch_log_group.log.arn}",
        format: '{"caller":"$context.identity.userArn"}',
      },
      xray_tracing_enabled: true,
      cache_cluster_enabled: true,
      client_certificate_id: "certificate",
    },
    [settings]: {
      method_path: "*/*",
      settings: {
        logging_level: "ERROR",
        data_trace_enabled: false,
        caching_enabled: true,
        cache_data_encrypted: true,
        throttling_rate_limit: 100,
        throttling_burst_limit: 200,
      },
    },
    [firewall]: { resource_arn: "${aws_api_gateway_stage.v1.arn}" },
  },
  refused: {
    "api-replacement": [
      { [deployment]: { lifecycle: {} } },
      { [api]: { lifecycle: { create_before_destroy: false } } },
    ],
    "method-authorization": [
      { [method]: { authorization: "NONE" } },
      { [method]: { authorization: "NONE", api_key_required: true } },
    ],
    "method-cache": [{ [settings]: { settings: { caching_enabled: false } } }],
    "method-cache-encryption": [{ [settings]: { settings: { caching_enabled: true } } }],
    "method-data-trace": [{ [settings]: { settings: { data_trace_enabled: true } } }],
    "method-log-level": [
      { [settings]: { settings: { logging_level: "OFF" } } },
      { [settings]: { method_path: "a/POST" } },
    ],
    "method-throttling": [
      { [settings]: { settings: { throttling_rate_limit: 100 } } },
      { [settings]: { settings: { throttling_rate_limit: -1, throttling_burst_limit: -1 } } },
      { [settings]: { method_path: "a/POST" } },
    ],
    "method-validation": [{ [method]: { request_validator_id: undefined } }],
    "stage-access-log": [{ [stage]: { access_log_settings: undefined } }],
    "stage-access-log-format": [{ [stage]: { access_log_settings: { format: "$context.requestId" } } }],
    "stage-cache": [{ [stage]: { cache_cluster_enabled: false } }],
    "stage-client-certificate": [{ [stage]: { client_certificate_id: undefined } }],
    "stage-firewall": [{ [firewall]: null }],
    "stage-tracing": [{ [stage]: { xray_tracing_enabled: false } }],
    "validator-scope": [{ [validator]: { validate_request_body: false } }],
  },
  accepted: {
    "method-authorization": [{}, { [method]: { http_method: "OPTIONS", authorization: "NONE" } }],
    "method-cache-encryption": [{}, { [settings]: { settings: { caching_enabled: false } } }],
  },
});
