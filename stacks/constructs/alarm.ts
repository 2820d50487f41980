import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";

/** A metric of CloudWatch, minute by minute. */
export interface Metric {
  readonly namespace: string;
  readonly metric: string;
  /** None of a metric that counts for the whole account and region. */
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum";
}

interface AlarmOptions {
  /** Names the alarm within its stack. */
  readonly part: string;
  /** What it means that the alarm fires. */
  readonly description: string;
  /** The alarm fires when each of `minutes` minutes is above it. */
  readonly above: number;
  /** Minutes; 1 unless it is given. */
  readonly minutes?: number;
  /** ARN of the topic that notifies people. */
  readonly topicArn: string;
}

export interface MetricAlarmOptions extends AlarmOptions, Metric {}

export interface MathAlarmOptions extends AlarmOptions {
  /** Metric math over the names of `metrics`. Source:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
  readonly expression: string;
  /** Each by a name that begins with a lower-case letter. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

const PERIOD_SECONDS = 60;

/** Notifies people when a metric, or an expression over metrics, is above a number. No data is no alarm. */
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
