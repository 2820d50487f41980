import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const methodCache: Rule = {
  id: "method-cache",
  scannerIds: ["CKV_AWS_225"],
  types: ["aws_api_gateway_method_settings"],
  reason: "Every read costs what the table costs",
  fix: "Set settings.caching_enabled to true, where an old answer does no harm",
  check: (resource) => expectValue(resource, "settings.caching_enabled", true),
};
