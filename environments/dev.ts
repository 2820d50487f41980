import type { Settings } from "./schema";

/** For developers: may be destroyed and recreated at any time. */
export const dev: Settings = {
  region: "eu-west-1",
  logRetentionDays: 365,
  deletionProtection: false,
  orderRetentionDays: 120,
  uploadRetentionDays: 30,
  paymentApiUrl: "https://payments.dev.example.com",
  carrierApiUrl: "https://carrier.dev.example.com",
  approval: { threshold: 5_000_000, timeoutSeconds: 86_400 },
  carrierSilenceSeconds: 172_800,
  reconcile: { everyMinutes: 5, limitSeconds: 120, tries: 3 },
  throttling: { requestsPerSecond: 100, burst: 200 },
  includeExecutionData: true,
  alarmEmails: [],
  approverEmails: [],
  releases: {},
  manageApiGatewayAccount: true,
  tags: { CostCenter: "orders-dev" },
};
