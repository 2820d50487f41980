import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayIntegrationResponse } from "@cdktf/provider-aws/lib/api-gateway-integration-response";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodResponse } from "@cdktf/provider-aws/lib/api-gateway-method-response";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import type { RestApi } from "./rest-api";

export interface ApiRouteOptions {
  readonly resourceId: string;
  readonly httpMethod: "GET" | "POST";
  /** Whether the request must have a body, of JSON. */
  readonly hasBody: boolean;
  /** Names of parameters in the path. */
  readonly pathParameters?: readonly string[];
  /** The AWS action that answers, such as `dynamodb:action/GetItem`, or a function's `invokeAction`, and the role in which it is called. */
  readonly action: string;
  readonly roleArn: string;
  /** Velocity templates: of the action's input, of the answer from its output, and of the answer when it failed. */
  readonly requestTemplate: string;
  readonly answer: { readonly status: number; readonly template: string };
  readonly failure: { readonly status: number; readonly template: string };
  /**
   * What of the action's outcome is a failure: the status of its response by default; of a function, whose response is
   * 200 whatever happens, the message of its error. Source:
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
   */
  readonly failurePattern?: string;
}

/** A method of the API that calls an AWS action itself, for callers that AWS has authenticated. */
export class ApiRoute extends Construct {
  constructor(api: RestApi, id: string, options: ApiRouteOptions) {
    super(api, id);
    const { resourceId, httpMethod, pathParameters = [], answer, failure, failurePattern = "[45]\\d{2}" } = options;
    const stack = PlatformStack.of(this);
    const method = new ApiGatewayMethod(this, "method", {
      restApiId: api.id,
      resourceId,
      httpMethod,
      authorization: "AWS_IAM",
      requestValidatorId: api.validatorId,
      ...(options.hasBody ? { requestModels: { "application/json": api.anyJsonModel } } : {}),
      ...(pathParameters.length === 0
        ? {}
        : {
            requestParameters: Object.fromEntries(pathParameters.map((name) => [`method.request.path.${name}`, true])),
          }),
    });
    const at = { restApiId: api.id, resourceId, httpMethod: method.httpMethod };
    const integration = new ApiGatewayIntegration(this, "integration", {
      ...at,
      type: "AWS",
      integrationHttpMethod: "POST",
      uri: `arn:${stack.partition}:apigateway:${stack.environment.region}:${options.action}`,
      credentials: options.roleArn,
      requestTemplates: { "application/json": options.requestTemplate },
      // Another content type is refused with 415 rather than handed on as it is.
      passthroughBehavior: "NEVER",
      contentHandling: "CONVERT_TO_TEXT",
      timeoutMilliseconds: 29_000,
    });
    const responses = [
      { name: "answer", ...answer, pattern: {} },
      { name: "failure", ...failure, pattern: { selectionPattern: failurePattern } },
    ];
    for (const { name, status, template, pattern } of responses) {
      const statusCode = String(status);
      const response = new ApiGatewayMethodResponse(this, `${name}-method`, {
        ...at,
        statusCode,
        responseModels: { "application/json": api.anyJsonModel },
      });
      new ApiGatewayIntegrationResponse(this, name, {
        ...at,
        ...pattern,
        statusCode: response.statusCode,
        responseTemplates: { "application/json": template },
        dependsOn: [integration],
      });
    }
  }
}
