import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const functionUrl: Rule = {
  id: "function-url",
  scannerIds: ["CKV2_AWS_75", "CKV_AWS_258", "LambdaFunctionUrlAuth"],
  types: ["aws_lambda_function_url"],
  reason: "Any page in any browser, or anybody at all, calls the function",
  fix: 'Set authorization_type to "AWS_IAM", and name the origins that may call',
  check: (resource) => [
    ...expectValue(resource, "authorization_type", "AWS_IAM"),
    ...(["cors.allow_origins", "cors.allow_methods"].every((path) =>
      JSON.stringify(resource.at(path) ?? null).includes('"*"'),
    )
      ? ["cors.allow_origins and cors.allow_methods are both *"]
      : []),
  ],
};
