import type { Deployment } from "../deployment";
import type { TaskTokens } from "../stepfunctions/asl/task-tokens";
import { PolicyAuthorizer } from "./authorizer";
import { Encryption } from "./encryption";
import { readPolicies } from "./policies";

/**
 * Makes the authorizer of a deployment whose tasks wait for these tokens. Throws a PolicyError for a policy that it
 * cannot enforce.
 */
export function loadAuthorizer(deployment: Deployment, tokens: Pick<TaskTokens, "waitsFor">): PolicyAuthorizer {
  const { region, accountId } = deployment;
  const secrets = new Map(
    deployment
      .resources("aws_secretsmanager_secret")
      .map(({ attributes }) => [attributes.name, String(attributes.arn)]),
  );
  return new PolicyAuthorizer({
    policies: readPolicies(deployment),
    around: {
      region,
      accountId,
      encryption: new Encryption(deployment),
      secretArn: (id) => secrets.get(id) ?? id,
      waitsFor: (token) => tokens.waitsFor(token),
    },
  });
}
