import { type Names, of, type Right } from "./right";

/** The service behind the role that API Gateway creates for itself with an account's first API. */
const API_GATEWAY_ITSELF = "ops.apigateway.amazonaws.com";

/** The services that assume the project's roles. */
const TAKEN_BY = ["apigateway", "events", "lambda", "pipes", "scheduler", "states"].map(
  (service) => `${service}.amazonaws.com`,
);

/** Roles and policies. A role can be created, and can get rights, only if it has the boundary. */
export function identityRights({ iamArn, prefix, boundaryArn }: Names): Right[] {
  const roles = iamArn(`role/${prefix}-*`);
  const policies = iamArn(`policy/${prefix}-*`);
  return [
    {
      sid: "Roles",
      types: ["aws_iam_role"],
      read: of("iam", "GetRole", "ListRolePolicies", "ListAttachedRolePolicies", "ListInstanceProfilesForRole"),
      write: of(
        "iam",
        "DeleteRole",
        "UpdateRole",
        "UpdateRoleDescription",
        "UpdateAssumeRolePolicy",
        "TagRole",
        "UntagRole",
        "DetachRolePolicy",
      ),
      on: [roles],
    },
    {
      sid: "BoundedRoles",
      types: ["aws_iam_role", "aws_iam_role_policy_attachment"],
      read: [],
      write: of("iam", "CreateRole", "PutRolePermissionsBoundary", "AttachRolePolicy"),
      on: [roles],
      writesIf: { StringEquals: { "iam:PermissionsBoundary": boundaryArn } },
    },
    {
      sid: "Policies",
      types: ["aws_iam_policy"],
      read: of("iam", "GetPolicy", "GetPolicyVersion", "ListPolicyVersions"),
      write: of(
        "iam",
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeletePolicyVersion",
        "DeletePolicy",
        "TagPolicy",
        "UntagPolicy",
      ),
      on: [policies],
    },
    {
      sid: "HandRolesOver",
      types: ["aws_iam_role"],
      read: [],
      write: ["iam:PassRole"],
      on: [roles],
      writesIf: { StringEquals: { "iam:PassedToService": TAKEN_BY } },
    },
    {
      // API Gateway creates its own role with the rights of the caller that creates an account's first API. Source:
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html#create-slr
      sid: "ApiServiceRole",
      types: ["aws_api_gateway_rest_api"],
      read: [],
      write: ["iam:CreateServiceLinkedRole"],
      on: [iamArn(`role/aws-service-role/${API_GATEWAY_ITSELF}/AWSServiceRoleForAPIGateway`)],
      writesIf: { StringEquals: { "iam:AWSServiceName": API_GATEWAY_ITSELF } },
    },
  ];
}
