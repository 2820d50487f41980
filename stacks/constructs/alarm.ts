import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";

export interface AlarmOptions {
  /** Names the alarm within its stack. */
  readonly part: string;
  /** What it means that the alarm fires. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum";
  /** The alarm fires when one period of a minute is above it. */
  readonly above: number;
  /** ARN of the topic that tells people. */
  readonly topicArn: string;
}

/** Tells people when a metric is above a number within a minute. No data is no alarm. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, options: AlarmOptions) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: PlatformStack.of(this).physicalName(options.part),
      alarmDescription: options.description,
      namespace: options.namespace,
      metricName: options.metric,
      dimensions: options.dimensions,
      statistic: options.statistic,
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: options.above,
      treatMissingData: "notBreaching",
      alarmActions: [options.topicArn],
    });
  }
}
