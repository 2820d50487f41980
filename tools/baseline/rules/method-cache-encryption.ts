import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const methodCacheEncryption: Rule = {
  id: "method-cache-encryption",
  scannerIds: ["CKV_AWS_308"],
  types: ["aws_api_gateway_method_settings"],
  reason: "Answers with addresses lie in the cache in the clear",
  fix: "Set settings.cache_data_encrypted to true",
  check: (resource) =>
    resource.at("settings.caching_enabled") === true
      ? expectValue(resource, "settings.cache_data_encrypted", true)
      : [],
};
