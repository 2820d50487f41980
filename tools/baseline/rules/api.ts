import { expectAll, expectAtLeast, expectPart, expectSet, expectValue, expectWhen } from "../expect";
import { isBlock } from "../model/values";
import type { Rule } from "../rule";

export const apiRules: readonly Rule[] = [
  {
    id: "api-replacement",
    scannerIds: ["CKV_AWS_217", "CKV_AWS_237"],
    types: ["aws_api_gateway_deployment", "aws_api_gateway_rest_api"],
    reason: "The API is down from the end of the old resource to the start of the new one",
    fix: "Set lifecycle.create_before_destroy to true",
    judgedOn: "synthesis",
    check: expectValue("lifecycle.create_before_destroy", true),
  },
  /** An API key identifies a caller for throttling; it does not authorise one. */
  {
    id: "method-authorization",
    scannerIds: ["CKV_AWS_59", "CKV2_AWS_70", "APIG4"],
    types: ["aws_api_gateway_method"],
    reason: "Anyone on the internet can send orders, approve them or read addresses",
    fix: 'Set authorization to "AWS_IAM"',
    check: expectWhen(
      (method) => method.at("http_method") !== "OPTIONS",
      expectValue("authorization", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"),
    ),
  },
  {
    id: "method-cache",
    scannerIds: ["CKV_AWS_225"],
    types: ["aws_api_gateway_method_settings"],
    reason: "Every read goes to the table and is charged as such",
    fix: "Set settings.caching_enabled to true, if a stale answer does no harm",
    check: expectValue("settings.caching_enabled", true),
  },
  {
    id: "method-cache-encryption",
    scannerIds: ["CKV_AWS_308"],
    types: ["aws_api_gateway_method_settings"],
    reason: "The cache holds answers with addresses unencrypted",
    fix: "Set settings.cache_data_encrypted to true",
    check: expectWhen(
      (settings) => settings.at("settings.caching_enabled") === true,
      expectValue("settings.cache_data_encrypted", true),
    ),
  },
  {
    id: "method-data-trace",
    scannerIds: ["CKV_AWS_276"],
    types: ["aws_api_gateway_method_settings"],
    reason: "The log holds whole bodies, with addresses and payment tokens",
    fix: "Set settings.data_trace_enabled to false",
    check: expectValue("settings.data_trace_enabled", false, undefined),
  },
  {
    id: "method-log-level",
    scannerIds: ["CKV2_AWS_4", "APIG6"],
    types: ["aws_api_gateway_method_settings"],
    reason: "No log says why the API could not call its integration",
    fix: 'Set settings.logging_level to "ERROR"',
    check: expectAll(expectValue("settings.logging_level", "ERROR", "INFO"), expectValue("method_path", "*/*")),
  },
  {
    id: "method-throttling",
    scannerIds: ["APIGWDefaultThrottling"],
    types: ["aws_api_gateway_method_settings"],
    reason: "One caller can use up the request rate of the whole account and block its other APIs",
    fix: "Set settings.throttling_rate_limit and settings.throttling_burst_limit on */*",
    check: expectAll(
      expectAtLeast("settings.throttling_rate_limit", 1),
      expectAtLeast("settings.throttling_burst_limit", 1),
      expectValue("method_path", "*/*"),
    ),
  },
  {
    id: "method-validation",
    scannerIds: ["CKV2_AWS_53", "APIG2"],
    types: ["aws_api_gateway_method"],
    reason: "Malformed requests reach the workflow",
    fix: "Set request_validator_id to a validator of the API",
    check: expectSet("request_validator_id"),
  },
  {
    id: "stage-access-log",
    scannerIds: ["CKV_AWS_76", "APIG1"],
    types: ["aws_api_gateway_stage"],
    reason: "No record says who called the API",
    fix: "Set access_log_settings.destination_arn to a log group",
    check: expectSet("access_log_settings.destination_arn"),
  },
  {
    id: "stage-access-log-format",
    scannerIds: ["APIGWStructuredLogging"],
    types: ["aws_api_gateway_stage"],
    reason: "A log that is not JSON cannot be queried, and a caller can forge its lines",
    fix: "Set access_log_settings.format to a JSON object of $context variables",
    check(resource) {
      const format = resource.at("access_log_settings.format");
      return isObject(format)
        ? []
        : [`access_log_settings.format is ${JSON.stringify(format) ?? "missing"}, expected JSON`];
    },
  },
  {
    id: "stage-cache",
    scannerIds: ["CKV_AWS_120"],
    types: ["aws_api_gateway_stage"],
    reason: "Every read goes to the table and is charged as such",
    fix: "Set cache_cluster_enabled to true, if a stale answer does no harm",
    check: expectValue("cache_cluster_enabled", true),
  },
  {
    id: "stage-client-certificate",
    scannerIds: ["CKV2_AWS_51"],
    types: ["aws_api_gateway_stage"],
    reason: "A backend on the internet cannot verify that a call comes from the API",
    fix: "Set client_certificate_id if an integration calls a host of your own",
    check: expectSet("client_certificate_id"),
  },
  {
    id: "stage-firewall",
    scannerIds: ["CKV2_AWS_29", "APIG3"],
    types: ["aws_api_gateway_stage"],
    reason: "Known attacks and floods of requests reach the API",
    fix: "Add an aws_wafv2_web_acl_association for the stage",
    check: expectPart("aws_wafv2_web_acl_association", "resource_arn"),
  },
  {
    id: "stage-tracing",
    scannerIds: ["CKV_AWS_73"],
    types: ["aws_api_gateway_stage"],
    reason: "A trace of an order starts after the API and misses the time spent there",
    fix: "Set xray_tracing_enabled to true",
    check: expectValue("xray_tracing_enabled", true),
  },
  {
    id: "validator-scope",
    scannerIds: [],
    types: ["aws_api_gateway_request_validator"],
    reason: "A validator that checks nothing lets every request pass",
    fix: "Set validate_request_body and validate_request_parameters to true",
    check: expectAll(expectValue("validate_request_body", true), expectValue("validate_request_parameters", true)),
  },
];

function isObject(text: unknown): boolean {
  try {
    return isBlock(JSON.parse(String(text)));
  } catch {
    return false;
  }
}
