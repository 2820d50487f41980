import type { Statement } from "../../support/policy-document";
import { statementsOf } from "./policy";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

/** The statements of all policies of a role: inline, separate and attached. */
export function attachedStatements(role: Resource, stack: Stack): Statement[] {
  const attached = stack
    .partsOf(role, "aws_iam_role_policy_attachment", "role", "name")
    .flatMap((attachment) => attachment.references("policy_arn"));
  const policies = [
    role,
    ...stack.partsOf(role, "aws_iam_role_policy", "role", "name"),
    ...stack.ofType("aws_iam_policy").filter(({ address }) => attached.includes(address)),
  ];
  return policies.flatMap((policy) => statementsOf(policy, stack, "identity"));
}
