import type { Settings } from "./schema";

/** For rehearsal: as production, with made-up orders. */
export const staging: Settings = {
  region: "eu-west-1",
  logRetentionDays: 365,
  deletionProtection: true,
  orderRetentionDays: 90,
  paymentApiUrl: "https://payments.staging.example.com",
  carrierApiUrl: "https://carrier.staging.example.com",
  throttling: { requestsPerSecond: 500, burst: 1000 },
  includeExecutionData: true,
  alarmEmails: [],
  manageApiGatewayAccount: true,
  tags: { CostCenter: "orders-staging" },
};
