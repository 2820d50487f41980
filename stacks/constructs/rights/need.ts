import type { Conditions } from "../grants";
import type { Access } from "../key-use";
import type { Resource } from "./resource";

/** What a call needs: actions on one resource, and the use of the key that encrypts it. */
export interface Need {
  /** Such as `GetItem`. With the service, such as `events:PutRule`, if it is not the call's own. */
  readonly actions: readonly string[];
  readonly on: Resource;
  /** What the call does with data that the resource's key encrypts. Left out if it never touches any. */
  readonly access?: Access;
  readonly conditions?: Conditions;
}

/** For actions without a resource type in AWS. */
export const ANYTHING: Resource = { arn: "*" };
