/** Scanners' rules that no rule here covers, because the project has no resource that they judge. */
export interface NotApplicable {
  /** The type that these rules judge. The first such resource needs rules of its own. */
  readonly type: string;
  readonly scannerIds: readonly string[];
  readonly reason: string;
}

export const notApplicable: readonly NotApplicable[] = [
  {
    type: "aws_lambda_function_event_invoke_config",
    scannerIds: ["Serverless-LambdaAsyncFailureDestination"],
    reason:
      "Functions are called synchronously; if a person calls one otherwise, a failure goes to the function's own queue",
  },
  {
    type: "aws_lambda_event_source_mapping",
    scannerIds: ["Serverless-LambdaEventSourceMappingDestination"],
    reason: "A pipe reads the queues, not functions",
  },
  {
    type: "aws_apigatewayv2_stage",
    scannerIds: [
      "CKV_AWS_76",
      "AWS-0001",
      "AwsSolutions-APIG1",
      "Serverless-APIGWStructuredLogging",
      "Serverless-APIGWDefaultThrottling",
      "CKV2_AWS_51",
    ],
    reason: "The API is a REST API",
  },
  {
    type: "aws_apigatewayv2_route",
    scannerIds: ["CKV_AWS_309", "AwsSolutions-APIG4"],
    reason: "The API is a REST API",
  },
  { type: "aws_apigatewayv2_api", scannerIds: ["CKV2_AWS_77"], reason: "The API is a REST API" },
  {
    type: "aws_iam_policy_attachment",
    scannerIds: ["CKV_AWS_40"],
    reason: "Policies are attached to roles only, one by one",
  },
];
