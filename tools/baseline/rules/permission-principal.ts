import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const permissionPrincipal: Rule = {
  id: "permission-principal",
  scannerIds: ["CKV_AWS_301", "NIST.800.53.R5-LambdaFunctionPublicAccessProhibited"],
  types: ["aws_lambda_permission"],
  reason: "Anybody calls the function",
  fix: "Set principal to one service or account",
  check: (resource) => (resource.at("principal") === "*" ? ['principal is "*"'] : expectSet(resource, "principal")),
};
