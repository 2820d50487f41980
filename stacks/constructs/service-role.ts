import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { type Grant, policyDocument } from "./grants";

export interface ServiceRoleOptions {
  /** The part of the stack that the role is for. It names the role. */
  readonly part: string;
  /** The AWS service that acts in the role, such as `lambda.amazonaws.com`. */
  readonly service: string;
  readonly grants: readonly Grant[];
  /**
   * ARNs of the only resources that the service may assume the role for, against the confused deputy. Left out where the
   * service passes no source.
   */
  readonly onlyFor?: string | readonly string[];
}

/** A role for one AWS service, with exactly the given rights. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** The attached policy. Users of the role depend on it, so that they never run without their rights. */
  readonly rights: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, { part, service, grants, onlyFor }: ServiceRoleOptions) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const name = stack.physicalName(part);

    const boundary = stack.permissionsBoundary;
    const role = new IamRole(this, "role", {
      name,
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sts:AssumeRole",
            ...(onlyFor === undefined
              ? {}
              : {
                  Condition: {
                    StringEquals: { "aws:SourceAccount": stack.accountId },
                    ArnEquals: { "aws:SourceArn": onlyFor },
                  },
                }),
          },
        ],
      }),
    });
    const policy = new IamPolicy(this, "policy", { name, policy: policyDocument(name, grants) });
    this.rights = new IamRolePolicyAttachment(this, "rights", { role: role.name, policyArn: policy.arn });
    this.arn = role.arn;
  }
}
