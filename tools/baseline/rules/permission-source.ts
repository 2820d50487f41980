import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const permissionSource: Rule = {
  id: "permission-source",
  scannerIds: ["CKV_AWS_364", "AWS-0067"],
  types: ["aws_lambda_permission"],
  reason: "The service calls the function on behalf of somebody else's resource",
  fix: "Set source_arn",
  check: (resource) =>
    String(resource.at("principal")).endsWith(".amazonaws.com") ? expectSet(resource, "source_arn") : [],
};
