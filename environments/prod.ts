import type { Settings } from "./schema";

/** For customers. Execution data stays out of the logs: it holds their addresses. */
export const prod: Settings = {
  region: "eu-west-1",
  logRetentionDays: 731,
  deletionProtection: true,
  orderRetentionDays: 730,
  paymentApiUrl: "https://payments.example.com",
  carrierApiUrl: "https://carrier.example.com",
  throttling: { requestsPerSecond: 1000, burst: 2000 },
  includeExecutionData: false,
  alarmEmails: [],
  manageApiGatewayAccount: true,
  tags: { CostCenter: "orders" },
};
