import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { callerRights } from "./caller-rights";
import { callers } from "./callers";
import { codeInPlace } from "./code-in-place";
import { goneResources } from "./gone-resources";
import { joinedOf } from "./joined";
import { goneKeys } from "./keys";
import { lostTokens } from "./lost-tokens";
import { machineRoles } from "./machine-roles";
import { neededRights } from "./needed-rights";
import { Resources } from "./resources";

/** What the plans change in resources and rights that definitions, running executions and callers use. */
export async function examineJoins(subject: Subject): Promise<readonly Finding[]> {
  const machines = await joinedOf(subject);
  const resources = new Resources(subject);
  return [
    ...neededRights(subject, machines, resources),
    ...machineRoles(subject, machines),
    ...goneResources(machines, resources),
    ...lostTokens(machines),
    ...goneKeys(subject, machines, resources),
    ...codeInPlace(machines, resources),
    ...callers(subject, resources),
    ...callerRights(subject),
  ];
}
