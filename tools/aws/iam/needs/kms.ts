import { isKeyUse } from "../key-uses";
import type { Needs } from "./needs";

/**
 * `Use` of a key by a service for a `Resource` that the key encrypts, as listed in the table of uses. The local
 * services request it where AWS uses a key without a caller: to open a bus, a function's variables or a schedule's
 * input.
 */
export const kmsNeeds: Needs = (action, { Use, Resource }, { encryption }) =>
  action === "Use" && isKeyUse(Use) ? encryption.uses(String(Resource), Use) : undefined;
