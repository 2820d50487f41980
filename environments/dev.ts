import type { Settings } from "./schema";

/** For developers: may be destroyed and made again at any time. */
export const dev: Settings = {
  region: "eu-west-1",
  logRetentionDays: 365,
  deletionProtection: false,
  orderRetentionDays: 30,
  paymentApiUrl: "https://payments.dev.example.com",
  carrierApiUrl: "https://carrier.dev.example.com",
  throttling: { requestsPerSecond: 100, burst: 200 },
  includeExecutionData: true,
  alarmEmails: [],
  manageApiGatewayAccount: true,
  tags: { CostCenter: "orders-dev" },
};
