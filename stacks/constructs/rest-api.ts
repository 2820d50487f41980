import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { Lazy, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { Alarm } from "./alarm";
import { LogGroup } from "./log-group";

/** Replaces a response that API Gateway gives by itself. */
export interface GatewayAnswer {
  /** Without one, API Gateway's own status. */
  readonly status?: number;
  readonly error: string;
  readonly message: string;
}

export interface RestApiOptions {
  readonly part: string;
  readonly description: string;
  /** By API Gateway's response type, such as `BAD_REQUEST_BODY`. */
  readonly gatewayAnswers: Readonly<Record<string, GatewayAnswer>>;
  readonly key: { readonly arn: string };
  readonly alarmTopicArn: string;
  /** What must exist before the API writes logs. */
  readonly after: readonly TerraformResource[];
}

/** The API's only stage. */
const STAGE = "v1";

/** Facts about a request without its content, as one line of JSON. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  caller: "$context.identity.userArn",
  method: "$context.httpMethod",
  route: "$context.resourcePath",
  status: "$context.status",
  responseType: "$context.error.responseType",
  responseLength: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  integrationStatus: "$context.integration.status",
  integrationLatencyMs: "$context.integration.latency",
  traceId: "$context.xrayTraceId",
});

/** A REST API that always answers in JSON. Create its routes first, then publish them with {@link deploy}. */
export class RestApi extends Construct {
  readonly id: string;
  readonly rootResourceId: string;
  /** Validates a request's body and parameters before anything is called. */
  readonly validatorId: string;
  /** The name of a model that accepts any JSON, so that only invalid JSON fails. */
  readonly anyJsonModel: string;
  private readonly options: RestApiOptions;

  constructor(scope: Construct, id: string, options: RestApiOptions) {
    super(scope, id);
    this.options = options;
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(options.part);
    const api = new ApiGatewayRestApi(this, "rest", {
      name,
      description: options.description,
      endpointConfiguration: { types: ["REGIONAL"] },
      // Clients know the API by its id. A destroy of the environment starts with the API, so this stops all of it.
      lifecycle: { createBeforeDestroy: true, preventDestroy: stack.environment.deletionProtection },
    });
    const validator = new ApiGatewayRequestValidator(this, "validator", {
      restApiId: api.id,
      name: `${name}-body-and-parameters`,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const model = new ApiGatewayModel(this, "any-json", {
      restApiId: api.id,
      name: "AnyJson",
      description: "Any JSON. The workflow validates the order and lists every problem.",
      contentType: "application/json",
      schema: JSON.stringify({ $schema: "http://json-schema.org/draft-04/schema#" }),
    });
    for (const [responseType, { status, error, message }] of Object.entries(options.gatewayAnswers)) {
      new ApiGatewayGatewayResponse(this, responseType, {
        restApiId: api.id,
        responseType,
        ...(status === undefined ? {} : { statusCode: String(status) }),
        responseTemplates: { "application/json": JSON.stringify({ error, message }) },
      });
    }
    this.id = api.id;
    this.rootResourceId = api.rootResourceId;
    this.validatorId = validator.id;
    this.anyJsonModel = model.name;
  }

  /** Publishes the API's resources, with throttling, logs, traces and an alarm for 5xx responses. */
  deploy(): void {
    const { part, key, alarmTopicArn, after } = this.options;
    const stack = PlatformStack.of(this);
    const { requestsPerSecond, burst } = stack.environment.throttling;
    const published = this.node.findAll().filter((child) => child instanceof TerraformResource);

    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: this.id,
      triggers: { configuration: fingerprint(published) },
      dependsOn: published,
      lifecycle: { createBeforeDestroy: true },
    });
    const accessLog = new LogGroup(this, "access-log", { name: `/aws/apigateway/${stack.physicalName(part)}`, key });
    // Created here, because API Gateway would create it without a key and without retention.
    const executionLog = new LogGroup(this, "execution-log", {
      name: `API-Gateway-Execution-Logs_${this.id}/${STAGE}`,
      key,
    });
    const stage = new ApiGatewayStage(this, "stage", {
      restApiId: this.id,
      deploymentId: deployment.id,
      stageName: STAGE,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: accessLog.arn, format: ACCESS_LOG_FORMAT },
      dependsOn: [...after, executionLog.resource],
    });
    new ApiGatewayMethodSettings(this, "settings", {
      restApiId: this.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: requestsPerSecond,
        throttlingBurstLimit: burst,
        loggingLevel: "ERROR",
        // Bodies hold addresses and payment tokens.
        dataTraceEnabled: false,
        metricsEnabled: true,
      },
    });
    new Alarm(this, "unavailable", {
      part: `${part}-unavailable`,
      description: "The API answers 5xx: a dependency stays down, or its configuration is wrong.",
      namespace: "AWS/ApiGateway",
      metric: "5XXError",
      dimensions: { ApiName: stack.physicalName(part), Stage: STAGE },
      statistic: "Sum",
      above: 0,
      topicArn: alarmTopicArn,
    });
  }
}

/** Changes whenever the published resources do. Terraform would see no other reason for a new deployment. */
function fingerprint(resources: readonly TerraformResource[]): string {
  return Lazy.stringValue({
    produce: (context) => {
      const configuration = context.resolve(resources.map((resource) => resource.toTerraform()));
      const text = JSON.stringify(configuration, (key, value) => (key === "//" ? undefined : value));
      return createHash("sha256").update(text).digest("hex");
    },
  });
}
