/** Actions that have no resource type, so that a policy can name `*` only. */
export const TRACE_ACTIONS: readonly string[] = [
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
export const ANSWER_ACTIONS: readonly string[] = [
  "states:SendTaskFailure",
  "states:SendTaskHeartbeat",
  "states:SendTaskSuccess",
];
