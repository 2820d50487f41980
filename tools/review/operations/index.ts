import type { RuleSet } from "../attributes/examine";
import { alarmRows } from "./alarms";
import { apiRows } from "./api";
import { eventRows } from "./events";
import { functionRows } from "./functions";
import { networkRows } from "./network";
import { statelessLosses } from "./stateless";

/** What changes do to operating the system: what runs, who may call it, and who is notified. */
export const operationRules: RuleSet = {
  section: "operations",
  rows: [...alarmRows, ...apiRows, ...functionRows, ...eventRows, ...networkRows],
  losses: statelessLosses,
};
