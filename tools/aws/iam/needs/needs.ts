import type { JsonObject } from "../../../support/json";
import type { Encryption } from "../encryption";
import type { AccessRequest } from "../request";

/** What must be known of the deployment to tell what a call needs. */
export interface Surroundings {
  readonly region: string;
  readonly accountId: string;
  readonly encryption: Encryption;
  /** ARN of a secret, given by ARN or name. */
  readonly secretArn: (id: string) => string;
  /** ARN of the state machine that waits for a task token; undefined where nobody waits for it any more. */
  readonly waitsFor: (token: string) => string | undefined;
}

/** What one call of a service needs; undefined for an action of which that is not known. */
export type Needs = (action: string, input: JsonObject, around: Surroundings) => readonly AccessRequest[] | undefined;
