import type { Settings } from "./schema";

/** For rehearsals: like production, with made-up orders. */
export const staging: Settings = {
  region: "eu-west-1",
  logRetentionDays: 365,
  deletionProtection: true,
  orderRetentionDays: 120,
  uploadRetentionDays: 30,
  paymentApiUrl: "https://payments.staging.example.com",
  carrierApiUrl: "https://carrier.staging.example.com",
  approval: { threshold: 5_000_000, timeoutSeconds: 86_400 },
  carrierSilenceSeconds: 604_800,
  reconcile: { everyMinutes: 5, limitSeconds: 300, tries: 5 },
  throttling: { requestsPerSecond: 500, burst: 1000 },
  includeExecutionData: true,
  alarmEmails: [],
  approverEmails: [],
  releases: {},
  manageApiGatewayAccount: true,
  tags: { CostCenter: "orders-staging" },
};
