import { monitoringRules } from "../../../../tools/baseline/rules/monitoring";
import { KEY } from "../stacks";
import { describeRules } from "./describe-rules";

const alarm = "aws_cloudwatch_metric_alarm.failed";
const logs = "aws_cloudwatch_log_group.log";

describeRules(monitoringRules, {
  sound: {
    [alarm]: { alarm_actions: ["${aws_sns_topic.alarm.arn}"] },
    [logs]: { retention_in_days: 365, kms_key_id: KEY },
  },
  refused: {
    "alarm-actions": [{ [alarm]: { alarm_actions: [] } }, { [alarm]: { actions_enabled: false } }],
    "log-group-key": [{ [logs]: { kms_key_id: undefined } }],
    "log-group-retention": [{ [logs]: { retention_in_days: undefined } }],
    "log-group-year": [{ [logs]: { retention_in_days: 364 } }],
  },
  accepted: {
    "alarm-actions": [{}, { [alarm]: { alarm_actions: undefined, ok_actions: ["${aws_sns_topic.alarm.arn}"] } }],
    "log-group-year": [{}, { [logs]: { retention_in_days: 0 } }],
  },
});
