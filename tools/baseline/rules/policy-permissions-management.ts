import { actionsOnEverything } from "../model/permissions";
import { policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

export const policyPermissionsManagement: Rule = {
  id: "policy-permissions-management",
  scannerIds: ["CKV_AWS_289", "CKV_AWS_109"],
  types: policyTypes("identity"),
  reason: "Whoever takes the role opens to others what it may not use itself",
  fix: "Name the ARN of each resource",
  async check(resource, stack) {
    const open = await Promise.all(statementsOf(resource, stack, "identity").map(actionsOnEverything));
    return open
      .flat()
      .filter(({ access }) => access.includes("Permissions management"))
      .map(({ name }) => `${name} on *`);
  },
};
