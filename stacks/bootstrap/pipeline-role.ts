import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { document, type Statement } from "./document";
import { ISSUER } from "./issuer";

export interface PipelineRoleOptions {
  readonly description: string;
  readonly providerArn: string;
  /** The token subjects that may assume the role, as GitHub writes them. */
  readonly subjects: readonly string[];
  readonly boundaryArn: string;
  /** What must exist before the role. */
  readonly after: readonly TerraformResource[];
  /** Policies by purpose. A single one would be longer than AWS allows. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
}

/** A role that the workflows of one repository assume with the token that GitHub issues to them. */
export class PipelineRole extends Construct {
  constructor(scope: Construct, id: string, options: PipelineRoleOptions) {
    super(scope, id);
    const name = PlatformStack.of(this).physicalName(id);
    const role = new IamRole(this, "role", {
      name,
      description: options.description,
      permissionsBoundary: options.boundaryArn,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: options.providerArn },
            Action: "sts:AssumeRoleWithWebIdentity",
            // No pattern: it could let in another repository, or any branch of this one.
            Condition: {
              StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: options.subjects },
            },
          },
        ],
      }),
      dependsOn: [...options.after],
    });
    for (const [part, statements] of Object.entries(options.policies)) {
      const policyName = `${name}-${part}`;
      const policy = new IamPolicy(this, part, { name: policyName, policy: document(policyName, statements) });
      new IamRolePolicyAttachment(this, `${part}-rights`, { role: role.name, policyArn: policy.arn });
    }
  }
}
