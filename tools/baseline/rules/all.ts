import type { Rule } from "../rule";
import { apiRules } from "./api";
import { bucketRules } from "./bucket";
import { eventRules } from "./event";
import { functionRules } from "./function";
import { keyRules } from "./key";
import { monitoringRules } from "./monitoring";
import { policyRules } from "./policy";
import { queueRules } from "./queue";
import { resourcePolicyRules } from "./resource-policy";
import { roleRules } from "./role";
import { secretRules } from "./secret";
import { stateMachineRules } from "./state-machine";
import { tableRules } from "./table";
import { topicRules } from "./topic";

/** Every rule, ordered by id, so that a rule that moves to another file keeps its place in a report. */
export const allRules: readonly Rule[] = [
  apiRules,
  bucketRules,
  eventRules,
  functionRules,
  keyRules,
  monitoringRules,
  policyRules,
  queueRules,
  resourcePolicyRules,
  roleRules,
  secretRules,
  stateMachineRules,
  tableRules,
  topicRules,
]
  .flat()
  .sort((one, other) => (one.id < other.id ? -1 : 1));
