import { expectAtLeast, expectValue } from "../expect";
import type { Rule } from "../rule";

export const methodThrottling: Rule = {
  id: "method-throttling",
  scannerIds: ["APIGWDefaultThrottling"],
  types: ["aws_api_gateway_method_settings"],
  reason: "One caller uses up the rate of the whole account, and every other API of it stands still",
  fix: "Set settings.throttling_rate_limit and settings.throttling_burst_limit on */*",
  check: (resource) => [
    ...expectAtLeast(resource, "settings.throttling_rate_limit", 1),
    ...expectAtLeast(resource, "settings.throttling_burst_limit", 1),
    ...expectValue(resource, "method_path", "*/*"),
  ],
};
