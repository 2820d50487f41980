import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const apiReplacement: Rule = {
  id: "api-replacement",
  scannerIds: ["CKV_AWS_217", "CKV_AWS_237"],
  types: ["aws_api_gateway_deployment", "aws_api_gateway_rest_api"],
  reason: "The API answers nothing between the end of the old one and the start of the new one",
  fix: "Set lifecycle.create_before_destroy to true",
  judgedOn: "synthesis",
  check: (resource) => expectValue(resource, "lifecycle.create_before_destroy", true),
};
