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
  /** Whether the request must have a JSON body. */
  readonly hasBody: boolean;
  /** The names of the path's parameters. */
  readonly pathParameters?: readonly string[];
  /** The AWS action to call, such as `dynamodb:action/GetItem`, or a function's `invokeAction`. */
  readonly action: string;
  /** The role in which the action is called. */
  readonly roleArn: string;
  /** Velocity templates for the action's input, for the answer from its output, and for the answer when it fails. */
  readonly requestTemplate: string;
  readonly answer: { readonly status: number; readonly template: string };
  readonly failure: { readonly status: number; readonly template: string };
  /**
   * Matches an outcome that is a failure. By default it matches the status of the action's response. For a function,
   * which always responds with 200, it matches the error's message. Source:
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
   */
  readonly failurePattern?: string;
}

/** A method of the API that calls an AWS action directly, for callers that AWS has authenticated. */
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
      // Refuses any other content type with 415 instead of passing it through.
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
