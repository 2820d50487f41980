import type { Statement } from "../support/policy-document";
import { actionsOnEverything, type PublishedAction } from "./model/permissions";
import { type PolicyKind, statementsOf } from "./model/policy";
import { isWholeService } from "./model/wildcards";
import type { Check, Rule } from "./rule";

/** Judges each Allow of a resource's policies of a kind: `find` returns what is wrong with one. */
export function inEachAllow(kind: PolicyKind, find: (statement: Statement) => string[]): Check {
  return (resource, stack) =>
    statementsOf(resource, stack, kind)
      .filter(({ effect }) => effect === "Allow")
      .flatMap(find);
}

/** Finds each right to do everything in a service, which no resource of this project needs. */
export function noWholeService(kind: PolicyKind): Check {
  return inEachAllow(kind, ({ actions }) => actions.filter(isWholeService).map((action) => `${action} is allowed`));
}

/**
 * Finds the actions that a role may do on every resource, with no condition.
 *
 * @param isFound which of those actions are wrong
 * @param note follows each of them in the report
 */
export function onEverything(isFound: (action: PublishedAction) => boolean, note = ""): Rule["check"] {
  return async (resource, stack) => {
    const open = await Promise.all(statementsOf(resource, stack, "identity").map(actionsOnEverything));
    return open
      .flat()
      .filter(isFound)
      .map(({ name }) => `${name} on *${note}`);
  };
}
