import type { Deployment } from "../deployment";
import { PolicyAuthorizer } from "./authorizer";
import { Encryption } from "./encryption";
import { readPolicies } from "./policies";

/**
 * The authorizer of a deployment. `waitsFor` tells which state machine waits for a task token. Throws a PolicyError for a
 * policy that cannot be held to.
 */
export function loadAuthorizer(
  deployment: Deployment,
  waitsFor: (token: string) => string | undefined,
): PolicyAuthorizer {
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
      waitsFor,
    },
  });
}
