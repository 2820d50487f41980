import { expectValue } from "../expect";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const alarmActions: Rule = {
  id: "alarm-actions",
  scannerIds: ["CKV_AWS_319", "NIST.800.53.R5-CloudWatchAlarmAction"],
  types: ["aws_cloudwatch_metric_alarm"],
  reason: "The alarm fires and nobody is told",
  fix: "Set alarm_actions to a topic, and leave actions_enabled on",
  check(resource) {
    const notifies = ["alarm_actions", "ok_actions", "insufficient_data_actions"].some((path) => {
      const actions = resource.at(path);
      return isSet(actions) && !(Array.isArray(actions) && actions.length === 0);
    });
    return [
      ...expectValue(resource, "actions_enabled", true, undefined),
      ...(notifies ? [] : ["no action tells anybody of it"]),
    ];
  },
};
