import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";

/** A CloudWatch metric, read once a minute. */
export interface Metric {
  readonly namespace: string;
  readonly metric: string;
  /** Left out for a metric of the whole account in a region. */
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum";
}

interface AlarmOptions {
  /** The alarm's name within its stack. */
  readonly part: string;
  /** What it means when the alarm fires. */
  readonly description: string;
  /** The threshold. The alarm fires when the value is above it in each of `minutes` minutes. */
  readonly above: number;
  /** In minutes. Default: 1. */
  readonly minutes?: number;
  /** The ARN of the topic that notifies people. */
  readonly topicArn: string;
}

export interface MetricAlarmOptions extends AlarmOptions, Metric {}

export interface MathAlarmOptions extends AlarmOptions {
  /** Metric math over the names of `metrics`. Source:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
  readonly expression: string;
  /** By names that begin with a lower-case letter. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

const PERIOD_SECONDS = 60;

/** Notifies people when a metric, or an expression over metrics, is above a threshold. Missing data raises no alarm. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, options: MetricAlarmOptions | MathAlarmOptions) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: PlatformStack.of(this).physicalName(options.part),
      alarmDescription: options.description,
      evaluationPeriods: options.minutes ?? 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: options.above,
      treatMissingData: "notBreaching",
      alarmActions: [options.topicArn],
      ...("expression" in options ? queries(options) : query(options)),
    });
  }
}

function query({ namespace, metric, dimensions, statistic }: Metric) {
  return { namespace, metricName: metric, ...(dimensions && { dimensions }), statistic, period: PERIOD_SECONDS };
}

function queries({ expression, description, metrics }: MathAlarmOptions) {
  const named = Object.entries(metrics).map(([id, { namespace, metric, dimensions, statistic }]) => ({
    id,
    metric: {
      namespace,
      metricName: metric,
      ...(dimensions && { dimensions }),
      stat: statistic,
      period: PERIOD_SECONDS,
    },
  }));
  return { metricQuery: [{ id: "result", expression, label: description, returnData: true }, ...named] };
}
