import { actionsOnEverything } from "../model/permissions";
import { policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

/** Finds actions without a resource type, too: each of those stands on a list with its reason. */
export const policyWriting: Rule = {
  id: "policy-writing",
  scannerIds: ["CKV_AWS_290", "CKV_AWS_111"],
  types: policyTypes("identity"),
  reason: "Whoever takes the role changes what other systems of the account live on",
  fix: "Name the ARN of each resource, or waive an action for which AWS knows none",
  async check(resource, stack) {
    const open = await Promise.all(statementsOf(resource, stack, "identity").map(actionsOnEverything));
    return open
      .flat()
      .filter(({ access }) => /Write|Tagging|Permissions management/.test(access))
      .map(({ name }) => `${name} on *`);
  },
};
