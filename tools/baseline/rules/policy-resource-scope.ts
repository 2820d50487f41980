import { actionsOnEverything } from "../model/permissions";
import { policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

export const policyResourceScope: Rule = {
  id: "policy-resource-scope",
  scannerIds: ["CKV_AWS_355", "CKV_AWS_356"],
  types: policyTypes("identity"),
  reason: "The role may do to every resource of the account what it needs to do to one",
  fix: "Name the ARN of each resource",
  async check(resource, stack) {
    const open = await Promise.all(statementsOf(resource, stack, "identity").map(actionsOnEverything));
    return open
      .flat()
      .filter(({ hasResource }) => hasResource)
      .map(({ name }) => `${name} on *, though AWS lets its resource be named`);
  },
};
