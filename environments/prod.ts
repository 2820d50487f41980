import type { Settings } from "./schema";

/** For customers. Execution data stays out of the logs because it contains their addresses. */
export const prod: Settings = {
  region: "eu-west-1",
  logRetentionDays: 731,
  deletionProtection: true,
  orderRetentionDays: 730,
  uploadRetentionDays: 30,
  paymentApiUrl: "https://payments.example.com",
  carrierApiUrl: "https://carrier.example.com",
  approval: { threshold: 5_000_000, timeoutSeconds: 172_800 },
  carrierSilenceSeconds: 604_800,
  reconcile: { everyMinutes: 5, limitSeconds: 300, tries: 5 },
  throttling: { requestsPerSecond: 1000, burst: 2000 },
  includeExecutionData: false,
  alarmEmails: [],
  approverEmails: [],
  releases: {},
  manageApiGatewayAccount: true,
  tags: { CostCenter: "orders" },
};
