import type { PlanObject } from "../../terraform/plan-value";
import { amount, anyChange, choice, firstOf, flag, presence, ranked, when } from "../attributes/judges";
import { attention, dangerous, type Judge, type Row, type Sides, safe } from "../attributes/row";
import { wildcardOrigin } from "../data/buckets";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const REST_API = "https://docs.aws.amazon.com/apigateway/latest/api";
const SETTINGS = "aws_api_gateway_method_settings.settings";
const ROUTES = ["aws_apigatewayv2_stage.default_route_settings", "aws_apigatewayv2_stage.route_settings"];
const THROTTLES = [SETTINGS, "aws_api_gateway_usage_plan.throttle_settings", ...ROUTES].flatMap((block) => [
  `${block}.throttling_rate_limit`,
  `${block}.throttling_burst_limit`,
  `${block}.rate_limit`,
  `${block}.burst_limit`,
]);

const TLS_POLICIES = ["TLS_1_0", "TLS_1_2", "SecurityPolicy_TLS13_1_2_2021_06"];

export const apiRows: readonly Row[] = [
  {
    rule: "api-authorization",
    at: ["aws_api_gateway_method.authorization", "aws_apigatewayv2_route.authorization_type"],
    judge: when(
      isPreflight,
      anyChange(attention("browsers ask by OPTIONS before they call (CORS), without signing")),
      choice(
        { NONE: dangerous("the method is open to everyone on the internet, without authorization") },
        {
          other: attention("callers must authorize themselves in another way, so those of today may be refused"),
          absent: "NONE",
          absentBefore: "",
        },
      ),
    ),
    isForNew: true,
    source: `${GUIDE}/apigateway-control-access-to-api.html`,
  },
  {
    rule: "api-authorizer",
    at: [
      "aws_api_gateway_method.authorizer_id",
      "aws_api_gateway_method.authorization_scopes",
      "aws_apigatewayv2_route.authorizer_id",
      "aws_apigatewayv2_route.authorization_scopes",
    ],
    judge: presence({
      added: attention("an authorizer decides who may call"),
      changed: attention("another authorizer or scope decides who may call"),
      removed: attention("callers no longer need to pass the authorizer or to have the scope"),
    }),
    source: `${GUIDE}/apigateway-control-access-to-api.html`,
  },
  {
    rule: "api-key-required",
    at: ["aws_api_gateway_method.api_key_required", "aws_apigatewayv2_route.api_key_required"],
    judge: when(
      ({ after }) =>
        [undefined, null, "NONE"].some((none) => none === (after?.authorization ?? after?.authorization_type)),
      flag({
        off: dangerous("the method is open to everyone on the internet: it needs neither authorization nor an API key"),
        on: attention("callers without an API key are refused"),
      }),
      flag({
        off: attention("callers need no API key, so no usage plan limits them"),
        on: attention("callers without an API key are refused"),
      }),
    ),
    source: `${GUIDE}/api-gateway-setup-api-key-with-console.html`,
  },
  {
    rule: "api-validation",
    at: ["aws_api_gateway_method.request_validator_id"],
    judge: presence({
      removed: attention("requests are no longer validated before they reach the backend"),
      changed: attention("requests are validated in another way"),
      added: attention("invalid requests are refused with 400"),
    }),
    source: `${GUIDE}/api-gateway-method-request-validation.html`,
  },
  {
    rule: "api-validation",
    at: [
      "aws_api_gateway_request_validator.validate_request_body",
      "aws_api_gateway_request_validator.validate_request_parameters",
    ],
    judge: flag({
      off: attention("requests are no longer validated before they reach the backend"),
      on: attention("invalid requests are refused with 400"),
    }),
    source: `${GUIDE}/api-gateway-method-request-validation.html`,
  },
  {
    rule: "api-throttling",
    at: THROTTLES,
    judge: judgeThrottling,
    source: `${GUIDE}/api-gateway-request-throttling.html`,
  },
  {
    rule: "api-quota",
    at: ["aws_api_gateway_usage_plan.quota_settings", "aws_api_gateway_usage_plan.throttle_settings"],
    judge: presence({
      removed: attention("clients of the usage plan have no limit of their own any more"),
      added: attention("clients of the usage plan are limited"),
    }),
    source: `${GUIDE}/api-gateway-api-usage-plans.html`,
  },
  {
    rule: "api-data-trace",
    at: [`${SETTINGS}.data_trace_enabled`, ...ROUTES.map((block) => `${block}.data_trace_enabled`)],
    judge: flag({
      on: attention("whole requests and responses are logged, personal data included"),
      off: safe("requests and responses are not logged in full"),
    }),
    isForNew: true,
    source: `${GUIDE}/set-up-logging.html`,
  },
  {
    rule: "api-log-level",
    at: [`${SETTINGS}.logging_level`, ...ROUTES.map((block) => `${block}.logging_level`)],
    judge: ranked(["OFF", "ERROR", "INFO"], {
      weaker: attention("less is logged about requests"),
      stronger: safe("more is logged about requests"),
      changed: attention("something else is logged about requests"),
    }),
    source: `${GUIDE}/set-up-logging.html`,
  },
  {
    rule: "api-metrics",
    at: [`${SETTINGS}.metrics_enabled`, ...ROUTES.map((block) => `${block}.detailed_metrics_enabled`)],
    judge: flag({
      off: attention("metrics per method end, and alarms on them go silent"),
      on: safe("there are metrics per method"),
    }),
    source: `${GUIDE}/api-gateway-metrics-and-dimensions.html`,
  },
  {
    rule: "api-cache",
    at: [`${SETTINGS}.caching_enabled`, "aws_api_gateway_stage.cache_cluster_enabled"],
    judge: flag({
      on: attention("callers may get an older answer from the cache"),
      off: attention("every request reaches the backend"),
    }),
    source: `${GUIDE}/api-gateway-caching.html`,
  },
  {
    rule: "api-access-log",
    at: [
      "aws_api_gateway_stage.access_log_settings",
      "aws_api_gateway_stage.access_log_settings.destination_arn",
      "aws_apigatewayv2_stage.access_log_settings",
      "aws_apigatewayv2_stage.access_log_settings.destination_arn",
    ],
    judge: (before, after, sides) =>
      presence({
        removed: attention("access logs are no longer written: no record says who called"),
        added: safe("access logs are written"),
        ...(typeof after === "string" && { changed: attention("access logs are written to another place") }),
      })(before, after, sides),
    source: `${GUIDE}/set-up-logging.html`,
  },
  {
    rule: "api-tracing",
    at: ["aws_api_gateway_stage.xray_tracing_enabled"],
    judge: flag({ off: attention("requests are no longer traced"), on: safe("requests are traced") }),
    source: `${GUIDE}/apigateway-xray.html`,
  },
  {
    rule: "api-deployment",
    at: ["aws_api_gateway_stage.deployment_id", "aws_apigatewayv2_stage.deployment_id"],
    judge: anyChange(safe("the stage serves another deployment of the API")),
    unknown: safe("the stage serves the deployment that this apply makes"),
    source: `${GUIDE}/how-to-deploy-api.html`,
  },
  {
    rule: "api-endpoint-type",
    at: [
      "aws_api_gateway_rest_api.endpoint_configuration.types",
      "aws_api_gateway_domain_name.endpoint_configuration.types",
    ],
    judge: (before, after) => {
      const [was, is] = [String(before), String(after)];
      if (was.includes("PRIVATE"))
        return { ...dangerous("the API, private so far, can be reached from the internet"), verb: "is opened" };
      const closed = is.includes("PRIVATE");
      return {
        ...attention(
          closed
            ? "callers outside the VPC no longer reach the API"
            : "callers reach the API at another kind of endpoint",
        ),
        verb: "changes",
      };
    },
    source: `${GUIDE}/api-gateway-api-endpoint-types.html`,
  },
  {
    rule: "api-default-endpoint",
    at: ["aws_api_gateway_rest_api.disable_execute_api_endpoint", "aws_apigatewayv2_api.disable_execute_api_endpoint"],
    judge: flag({
      on: dangerous("callers of the default execute-api URL are refused"),
      off: attention("the API can be reached past its own domain, at the default execute-api URL"),
    }),
    source: `${GUIDE}/rest-api-disable-default-endpoint.html`,
  },
  {
    rule: "api-tls",
    at: [
      "aws_api_gateway_domain_name.security_policy",
      "aws_apigatewayv2_domain_name.domain_name_configuration.security_policy",
    ],
    judge: ranked(TLS_POLICIES, {
      weaker: dangerous("clients may use an older, broken version of TLS"),
      stronger: attention("clients that know only an older version of TLS are refused"),
      changed: attention("clients must speak another version of TLS"),
    }),
    source: `${GUIDE}/apigateway-custom-domain-tls-version.html`,
  },
  {
    rule: "api-mutual-tls",
    at: [
      "aws_api_gateway_domain_name.mutual_tls_authentication",
      "aws_apigatewayv2_domain_name.mutual_tls_authentication",
    ],
    judge: presence({
      removed: dangerous("clients no longer need a certificate (mutual TLS)"),
      added: attention("clients without a certificate are refused (mutual TLS)"),
    }),
    source: `${GUIDE}/rest-api-mutual-tls.html`,
  },
  {
    rule: "api-integration",
    at: [
      "aws_api_gateway_integration.uri",
      "aws_apigatewayv2_integration.integration_uri",
      "aws_apigatewayv2_route.target",
      "aws_api_gateway_integration.type",
      "aws_apigatewayv2_integration.integration_type",
    ],
    judge: anyChange(attention("requests go to another backend")),
    source: `${GUIDE}/how-to-integration-settings.html`,
  },
  {
    rule: "api-integration-role",
    at: ["aws_api_gateway_integration.credentials", "aws_apigatewayv2_integration.credentials_arn"],
    judge: anyChange(attention("API Gateway calls the backend with another role's rights")),
    source: `${GUIDE}/how-to-integration-settings.html`,
  },
  {
    rule: "api-integration-timeout",
    at: ["aws_api_gateway_integration.timeout_milliseconds", "aws_apigatewayv2_integration.timeout_milliseconds"],
    judge: amount({
      unit: "milliseconds",
      absent: 29_000,
      lowered: attention("a backend that takes longer is answered with 504, though its work may go on"),
      raised: attention("callers wait longer for a backend that does not answer"),
    }),
    source: `${REST_API}/API_PutIntegration.html`,
  },
  {
    rule: "api-mapping",
    at: [
      "aws_api_gateway_integration.request_templates.*",
      "aws_api_gateway_integration.request_parameters.*",
      "aws_api_gateway_integration_response.response_templates.*",
      "aws_api_gateway_integration_response.response_parameters.*",
      "aws_api_gateway_gateway_response.response_templates.*",
    ],
    judge: anyChange(attention("what passes between the caller and the backend changes")),
    source: `${GUIDE}/models-mappings.html`,
  },
  {
    rule: "api-body",
    at: ["aws_api_gateway_rest_api.body", "aws_apigatewayv2_api.body"],
    judge: presence({
      changed: attention("the API's whole OpenAPI document changes: its methods and their authorization may, too"),
    }),
    source: `${GUIDE}/api-gateway-import-api.html`,
  },
  {
    rule: "api-cors",
    at: ["aws_apigatewayv2_api.cors_configuration.allow_origins", "aws_lambda_function_url.cors.allow_origins"],
    judge: firstOf(
      wildcardOrigin("pages of every website may call it from a browser (CORS *)"),
      anyChange(attention("pages of other websites may call it from a browser (CORS)")),
    ),
    isForNew: true,
    source: `${GUIDE}/http-api-cors.html`,
  },
  {
    rule: "api-log-role",
    at: ["aws_api_gateway_account.cloudwatch_role_arn"],
    judge: presence({
      removed: attention("API Gateway may no longer write logs in this Region"),
      changed: attention("API Gateway writes its logs with another role's rights"),
      added: safe("API Gateway may write logs in this Region"),
    }),
    source: `${GUIDE}/set-up-logging.html`,
  },
];

/** Rates of -1, or none, are not limited by the stage; only the account's limit is left. */
function judgeThrottling(...[before, after, sides]: Parameters<Judge>): ReturnType<Judge> {
  const isV2 = sides.after !== undefined && "api_id" in sides.after;
  return amount({
    absent: -1,
    // A stage of an HTTP API without a limit of its own is recorded with 0.
    special: { [-1]: NO_LIMIT, ...(isV2 && { 0: NO_LIMIT }) },
    to: isV2 ? {} : { 0: dangerous("every request is refused with 429") },
    lowered: attention("requests above the limit are refused with 429"),
    raised: attention("more requests reach the backend at once"),
  })(before, after, sides);
}

const NO_LIMIT = { means: "no limit but the account's", as: Number.POSITIVE_INFINITY };

function isPreflight({ before, after }: Sides): boolean {
  return [before, after].some((side) => side !== undefined && methodOf(side) === "OPTIONS");
}

function methodOf({ http_method, route_key }: PlanObject): string {
  return String(http_method ?? route_key ?? "").split(" ")[0] ?? "";
}
