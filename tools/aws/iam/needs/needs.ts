import type { JsonObject } from "../../../support/json";
import type { Encryption } from "../encryption";
import type { AccessRequest } from "../request";

/** The facts of the deployment that determine a call's needs. */
export interface Surroundings {
  readonly region: string;
  readonly accountId: string;
  readonly encryption: Encryption;
  /** ARN of a secret, found by ARN or name. */
  readonly secretArn: (id: string) => string;
  /** ARN of the state machine that waits for a task token; undefined if none waits any more. */
  readonly waitsFor: (token: string) => string | undefined;
}

/** The requests that one call of a service needs allowed; undefined for an action whose needs are unknown. */
export type Needs = (action: string, input: JsonObject, around: Surroundings) => readonly AccessRequest[] | undefined;
