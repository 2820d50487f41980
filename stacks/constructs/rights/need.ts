import type { Conditions } from "../grants";
import type { Access } from "../key-use";
import type { Resource } from "./resource";

/** What a call needs: actions on one resource, and the use of the key that encrypts it. */
export interface Need {
  /** Without the service: `GetItem`; of another service than the call's own, with it: `events:PutRule`. */
  readonly actions: readonly string[];
  readonly on: Resource;
  /** What is done with the data that the resource's key encrypts; nothing, where the call never comes to it. */
  readonly access?: Access;
  readonly conditions?: Conditions;
}

/** For actions that have no resource type in AWS. */
export const ANYTHING: Resource = { arn: "*" };
