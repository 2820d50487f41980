import { isKeyUse } from "../key-uses";
import type { Needs } from "./needs";

/**
 * `Use` of a key by a service for a `Resource` that the key encrypts, as the table of uses has it. The services of the
 * local run ask it for what AWS does when nobody calls: opening a bus, a function's variables or a schedule's input.
 */
export const kmsNeeds: Needs = (action, { Use, Resource }, { encryption }) =>
  action === "Use" && isKeyUse(Use) ? encryption.uses(String(Resource), Use) : undefined;
