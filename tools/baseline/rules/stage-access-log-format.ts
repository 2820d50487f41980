import { isBlock } from "../model/values";
import type { Rule } from "../rule";

export const stageAccessLogFormat: Rule = {
  id: "stage-access-log-format",
  scannerIds: ["APIGWStructuredLogging"],
  types: ["aws_api_gateway_stage"],
  reason: "A log that is no JSON cannot be queried, and a caller can forge its lines",
  fix: "Set access_log_settings.format to a JSON object of $context variables",
  check(resource) {
    const format = resource.at("access_log_settings.format");
    return isJsonObject(format)
      ? []
      : [`access_log_settings.format is ${JSON.stringify(format) ?? "missing"}, expected JSON`];
  },
};

function isJsonObject(text: unknown): boolean {
  try {
    return isBlock(JSON.parse(String(text)));
  } catch {
    return false;
  }
}
