import { isEmpty } from "../attributes/difference";
import { amount, anyChange, choice, firstOf, flag, members, milderIfNew, presence } from "../attributes/judges";
import { attention, dangerous, type Judge, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring";
const API = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
const ALARMS = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];

function onAlarms(attribute: string): string[] {
  return ALARMS.map((type) => `${type}.${attribute}`);
}

export const alarmRows: readonly Row[] = [
  {
    rule: "alarm-actions-enabled",
    at: onAlarms("actions_enabled"),
    judge: milderIfNew(
      flag({
        absent: true,
        off: dangerous("the alarm is disabled: it still changes its state, but notifies nobody"),
        on: safe("the alarm notifies again"),
      }),
    ),
    isForNew: true,
    source: API,
  },
  {
    rule: "alarm-actions",
    at: onAlarms("alarm_actions"),
    judge: members({
      emptied: dangerous("the alarm notifies nobody"),
      lost: attention("the alarm no longer notifies all that it did"),
      gained: safe("the alarm notifies more"),
    }),
    source: API,
  },
  {
    rule: "alarm-other-actions",
    at: [...onAlarms("ok_actions"), ...onAlarms("insufficient_data_actions")],
    judge: members({
      emptied: attention("nobody is notified any more when the alarm leaves or loses its state"),
      lost: attention("fewer are notified when the alarm leaves or loses its state"),
      gained: safe("more are notified when the alarm leaves or loses its state"),
    }),
    source: API,
  },
  {
    rule: "alarm-threshold",
    at: ["aws_cloudwatch_metric_alarm.threshold"],
    judge: judgeThreshold,
    source: API,
  },
  {
    rule: "alarm-comparison",
    at: ["aws_cloudwatch_metric_alarm.comparison_operator"],
    judge: (before, after) => {
      const reversed = direction(before) !== direction(after);
      const consequence = reversed
        ? dangerous("the alarm fires on the other side of its threshold, so it is silent where it fired")
        : attention("the alarm treats a value equal to its threshold differently");
      return { ...consequence, verb: "changes" };
    },
    source: API,
  },
  {
    rule: "alarm-periods",
    at: ["aws_cloudwatch_metric_alarm.evaluation_periods", "aws_cloudwatch_metric_alarm.datapoints_to_alarm"],
    judge: amount({
      raised: attention("the alarm fires later, and not at all for a short breach"),
      lowered: safe("the alarm fires sooner"),
    }),
    source: `${GUIDE}/AlarmThatSendsEmail.html`,
  },
  {
    rule: "alarm-period",
    at: ["aws_cloudwatch_metric_alarm.period", "aws_cloudwatch_metric_alarm.metric_query.metric.period"],
    judge: amount({
      unit: "seconds",
      raised: attention("the alarm fires later, on a sum or average over a longer time"),
      lowered: attention("the alarm compares a sum or average over a shorter time"),
    }),
    source: `${GUIDE}/AlarmThatSendsEmail.html`,
  },
  {
    rule: "alarm-missing-data",
    at: ["aws_cloudwatch_metric_alarm.treat_missing_data"],
    judge: choice(
      {
        notBreaching: attention(
          "the alarm counts missing data as good, so it is silent when whatever sends the metric stops",
        ),
        ignore: attention("the alarm keeps its state while data is missing"),
        missing: attention("the alarm goes to INSUFFICIENT_DATA while data is missing"),
        breaching: safe("the alarm counts missing data as bad, so it also fires when whatever sends the metric stops"),
      },
      { absent: "missing" },
    ),
    source: `${GUIDE}/alarms-and-missing-data.html`,
  },
  {
    rule: "alarm-statistic",
    at: [
      "aws_cloudwatch_metric_alarm.statistic",
      "aws_cloudwatch_metric_alarm.extended_statistic",
      "aws_cloudwatch_metric_alarm.metric_query.metric.stat",
      "aws_cloudwatch_metric_alarm.unit",
      "aws_cloudwatch_metric_alarm.evaluate_low_sample_count_percentiles",
    ],
    judge: anyChange(attention("the alarm compares another statistic with its threshold")),
    source: API,
  },
  {
    rule: "alarm-metric",
    at: [
      "aws_cloudwatch_metric_alarm.metric_name",
      "aws_cloudwatch_metric_alarm.namespace",
      "aws_cloudwatch_metric_alarm.metric_query.expression",
      "aws_cloudwatch_metric_alarm.metric_query.metric.metric_name",
      "aws_cloudwatch_metric_alarm.metric_query.metric.namespace",
    ],
    judge: anyChange(attention("the alarm watches another metric, and no longer the former one")),
    source: API,
  },
  {
    rule: "alarm-dimension",
    at: ["aws_cloudwatch_metric_alarm.dimensions.*", "aws_cloudwatch_metric_alarm.metric_query.metric.dimensions.*"],
    judge: anyChange(attention("the alarm watches another resource (dimension), and no longer the former one")),
    source: API,
  },
  {
    rule: "alarm-dimensions",
    at: ["aws_cloudwatch_metric_alarm.dimensions"],
    judge: (before, after, sides) =>
      isEmpty(before) || isEmpty(after)
        ? anyChange(attention("the alarm watches other resources (dimensions)"))(before, after, sides)
        : undefined,
    unknown: attention("the alarm watches another resource (dimension), which is not known yet"),
    source: API,
  },
  {
    rule: "alarm-rule",
    at: ["aws_cloudwatch_composite_alarm.alarm_rule"],
    judge: anyChange(attention("the alarm follows other alarms")),
    source: `${GUIDE}/Create_Composite_Alarm.html`,
  },
  {
    rule: "alarm-suppressor",
    at: ["aws_cloudwatch_composite_alarm.actions_suppressor"],
    judge: firstOf(
      presence({
        added: attention("the alarm notifies nobody while another alarm suppresses it"),
        removed: safe("no other alarm suppresses this one"),
      }),
    ),
    source: `${GUIDE}/Create_Composite_Alarm.html`,
  },
  {
    rule: "dashboard",
    at: ["aws_cloudwatch_dashboard.dashboard_body"],
    judge: anyChange(safe("the dashboard shows other things")),
    source: `${GUIDE}/CloudWatch_Dashboards.html`,
  },
];

/** Whether a higher threshold makes an alarm quieter follows from its comparison. */
function judgeThreshold(...[before, after, sides]: Parameters<Judge>): ReturnType<Judge> {
  const quieter = attention("the alarm is weaker: it fires later or not at all");
  const louder = safe("the alarm is stricter: it fires sooner");
  switch (direction(sides.after?.comparison_operator ?? sides.before?.comparison_operator)) {
    case "greater":
      return amount({ raised: quieter, lowered: louder })(before, after, sides);
    case "less":
      return amount({ raised: louder, lowered: quieter })(before, after, sides);
    default:
      return anyChange(attention("the alarm fires at another value"))(before, after, sides);
  }
}

function direction(operator: unknown): "greater" | "less" | "other" {
  if (typeof operator !== "string") return "other";
  if (/^GreaterThan(OrEqualTo)?Threshold$/.test(operator)) return "greater";
  return /^LessThan(OrEqualTo)?Threshold$/.test(operator) ? "less" : "other";
}
