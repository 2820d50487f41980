import type { Environment } from "../environments/schema";

/** The name of the stack that creates the roles, their boundary and the state bucket for deploying an environment. */
export function bootstrapStack({ namePrefix, name }: Environment): string {
  return `${namePrefix}-${name}-bootstrap`;
}

/**
 * The name of the bucket that keeps an environment's states. Bucket names are unique across all accounts, so this one
 * contains the account's id.
 */
export function stateBucket(environment: Environment): string {
  return `${bootstrapStack(environment)}-state-${environment.accountId}`;
}

/** The name of the permissions boundary of every role in an environment. */
export function boundaryPolicy(environment: Environment): string {
  return `${bootstrapStack(environment)}-boundary`;
}
