import type { Rule } from "../rule";

export const stageFirewall: Rule = {
  id: "stage-firewall",
  scannerIds: ["CKV2_AWS_29", "APIG3"],
  types: ["aws_api_gateway_stage"],
  reason: "Known attacks and floods of requests reach the API",
  fix: "Write an aws_wafv2_web_acl_association for the stage",
  check: (resource, stack) =>
    stack.partsOf(resource, "aws_wafv2_web_acl_association", "resource_arn").length > 0
      ? []
      : ["no aws_wafv2_web_acl_association belongs to it"],
};
