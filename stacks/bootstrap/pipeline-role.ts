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
  /** Who may take the role, as GitHub names the subject of a workflow's token. */
  readonly subjects: readonly string[];
  readonly boundaryArn: string;
  /** What must stand before the role. */
  readonly after: readonly TerraformResource[];
  /** Policies by what they are for: one would be longer than AWS takes. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
}

/** A role that workflows of one repository take with the token that GitHub gives them. */
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
            // Exact: a pattern could let in another repository, or any branch of this one.
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
