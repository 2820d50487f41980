import type { Environment } from "../environments/schema";

/** The name of the stack that makes what deploying an environment needs: its roles, their boundary, the state's bucket. */
export function bootstrapStack({ namePrefix, name }: Environment): string {
  return `${namePrefix}-${name}-bootstrap`;
}

/**
 * The name of the bucket that keeps the states of an environment. Names of buckets are taken world-wide, so the
 * account's id makes this one free.
 */
export function stateBucket(environment: Environment): string {
  return `${bootstrapStack(environment)}-state-${environment.accountId}`;
}

/** The name of the policy that bounds every role of an environment. */
export function boundaryPolicy(environment: Environment): string {
  return `${bootstrapStack(environment)}-boundary`;
}
