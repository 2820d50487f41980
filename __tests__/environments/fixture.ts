import { environmentNames } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { ACCOUNT_ID } from "../plans/aws-endpoint";

/** Settings as a file in environments/ has them. The tests use their own, so that a team's settings cannot fail them. */
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

/** Settings that decide which resources exist and what they are called, rather than their size or retention. */
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
 * Variables that give the environments in a list, or all of them, the same resources whatever a team wrote into their
 * files. A single environment gets variables without its name, so that a test can override them with its name.
 */
export function pinned(list?: string): Record<string, string> {
  const names = list?.split(",") ?? environmentNames;
  const prefixes = names.length === 1 ? ["ORDERS"] : names.map((name) => `ORDERS_${name.toUpperCase()}`);
  const variables = prefixes.flatMap((prefix) =>
    Object.entries(PINNED).map(([name, value]) => [`${prefix}_${name}`, value]),
  );
  return Object.fromEntries(variables);
}
