import { environmentNames } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { ACCOUNT_ID } from "../plans/aws-endpoint";

/** Settings as a file of environments/ writes them. The tests have their own: a team's must not make them fail. */
export const settings: Settings = {
  region: "eu-west-1",
  logRetentionDays: 365,
  deletionProtection: false,
  orderRetentionDays: 120,
  uploadRetentionDays: 30,
  paymentApiUrl: "https://payments.example.com",
  carrierApiUrl: "https://carrier.example.com",
  approval: { threshold: 5_000_000, timeoutSeconds: 86_400 },
  carrierSilenceSeconds: 172_800,
  reconcile: { everyMinutes: 5, limitSeconds: 120, tries: 3 },
  throttling: { requestsPerSecond: 100, burst: 200 },
  includeExecutionData: true,
  alarmEmails: [],
  approverEmails: [],
  releases: {},
  manageApiGatewayAccount: true,
  tags: { CostCenter: "orders" },
};

/** What decides which resources there are and what they are called, rather than how much they hold or for how long. */
const PINNED = {
  NAME_PREFIX: "orders",
  REGION: "eu-west-1",
  ACCOUNT_ID,
  ALARM_EMAILS: "[]",
  APPROVER_EMAILS: "[]",
  RELEASES: "{}",
  MANAGE_API_GATEWAY_ACCOUNT: "true",
  BACKEND_TYPE: "local",
  PIPELINE_REPOSITORY: "owner/name",
  PIPELINE_CREATE_OIDC_PROVIDER: "true",
  PERMISSIONS_BOUNDARY: "true",
};

/**
 * Variables with which the environments of a list, all without one, have the same resources whatever a team wrote into
 * their files. One environment gets variables without its name, so that those that name it go before these.
 */
export function pinned(list?: string): Record<string, string> {
  const names = list?.split(",") ?? environmentNames;
  const prefixes = names.length === 1 ? ["ORDERS"] : names.map((name) => `ORDERS_${name.toUpperCase()}`);
  const variables = prefixes.flatMap((prefix) =>
    Object.entries(PINNED).map(([name, value]) => [`${prefix}_${name}`, value]),
  );
  return Object.fromEntries(variables);
}
