import { actionsOnEverything } from "../model/permissions";
import { policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

const READS_DATA =
  /^(\*|s3:GetObject|ssm:GetParameters?|ssm:GetParametersByPath|secretsmanager:GetSecretValue|dynamodb:(GetItem|BatchGetItem|Query|Scan))$/;

export const policyDataReading: Rule = {
  id: "policy-data-reading",
  scannerIds: ["CKV_AWS_288", "CKV_AWS_108"],
  types: policyTypes("identity"),
  reason: "Whoever takes the role carries all data and secrets of the account away",
  fix: "Name the ARN of each resource",
  async check(resource, stack) {
    const open = await Promise.all(statementsOf(resource, stack, "identity").map(actionsOnEverything));
    return open
      .flat()
      .filter(({ name }) => READS_DATA.test(name))
      .map(({ name }) => `${name} on *`);
  },
};
