/** Rules of scanners that no rule here covers, because the project has no resource of which they speak. */
export interface NotApplicable {
  /** All types of which the scanners' rules speak. With the first such resource, its rules must be written. */
  readonly type: string;
  readonly scannerIds: readonly string[];
  readonly reason: string;
}

export const notApplicable: readonly NotApplicable[] = [
  {
    type: "aws_lambda_function_event_invoke_config",
    scannerIds: ["Serverless-LambdaAsyncFailureDestination"],
    reason: "Functions are called synchronously; what a person calls otherwise ends on the function's own queue",
  },
  {
    type: "aws_lambda_event_source_mapping",
    scannerIds: ["Serverless-LambdaEventSourceMappingDestination"],
    reason: "Queues are read by a pipe, not by functions",
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
    reason: "Policies are attached to roles, one by one",
  },
];
