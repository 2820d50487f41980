import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SynthesizedResource, type SynthesizedStack, synthesize } from "./synthesized";

/** AWS's documentation of the watched metrics: their dimensions and statistics. */
interface Documented {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly statistic: "Sum" | "Maximum";
}

const DOCUMENTED: Readonly<Record<string, readonly Documented[]>> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
  "AWS/States": [
    {
      metrics: ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled"],
      dimensions: ["StateMachineArn"],
      statistic: "Sum",
    },
    { metrics: ["ThrottledEvents"], dimensions: ["APIName"], statistic: "Sum" },
    { metrics: ["OpenExecutionCount", "OpenExecutionLimit"], dimensions: [], statistic: "Maximum" },
  ],
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  "AWS/SQS": [
    {
      metrics: ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"],
      dimensions: ["QueueName"],
      statistic: "Maximum",
    },
    { metrics: ["NumberOfMessagesSent"], dimensions: ["QueueName"], statistic: "Sum" },
  ],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  "AWS/DynamoDB": [
    { metrics: ["ReadThrottleEvents", "WriteThrottleEvents"], dimensions: ["TableName"], statistic: "Sum" },
    {
      metrics: ["ReadThrottleEvents", "WriteThrottleEvents"],
      dimensions: ["GlobalSecondaryIndexName", "TableName"],
      statistic: "Sum",
    },
  ],
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-monitoring.html
  "AWS/EventBridge/Pipes": [
    { metrics: ["ExecutionFailed", "Invocations"], dimensions: ["PipeName"], statistic: "Sum" },
  ],
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  "AWS/Lambda": [{ metrics: ["Throttles"], dimensions: ["FunctionName"], statistic: "Sum" }],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
  "AWS/ApiGateway": [{ metrics: ["5XXError"], dimensions: ["ApiName", "Stage"], statistic: "Sum" }],
};

interface Metric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly period: unknown;
}

let folder: string;
let stacks: SynthesizedStack[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "alarms-"));
  stacks = await synthesize(join(folder, "out"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ENVIRONMENTS = ["dev", "staging", "prod"];

const everywhere = (type: string) => stacks.flatMap((stack) => stack.ofType(type));
const alarms = () => everywhere("aws_cloudwatch_metric_alarm");
const named = (name: string) => alarms().filter(({ attributes }) => attributes.alarm_name === name);

/** The entries of an alarm's metric math, each an expression or a metric; none where it watches one metric. */
function queriesOf({ attributes }: SynthesizedResource): Record<string, unknown>[] {
  return Array.isArray(attributes.metric_query) ? attributes.metric_query.map((query) => Object(query)) : [];
}

function metricsOf(alarm: SynthesizedResource): Metric[] {
  const queries = queriesOf(alarm);
  const given =
    queries.length > 0 ? queries.flatMap(({ metric }) => (metric ? [Object(metric)] : [])) : [alarm.attributes];
  return given.map((one: Readonly<Record<string, unknown>>) => ({
    namespace: String(one.namespace),
    metric: String(one.metric_name),
    dimensions: Object(one.dimensions),
    statistic: String(one.statistic ?? one.stat),
    period: one.period,
  }));
}

const expressionsOf = (alarm: SynthesizedResource | undefined) =>
  alarm ? queriesOf(alarm).flatMap(({ expression }) => (expression ? [expression] : [])) : [];

/** What the metrics of some alarms are, in one line each. */
const linesOf = (resources: readonly SynthesizedResource[]) =>
  resources.flatMap(metricsOf).map(({ metric, statistic }) => `${statistic} of ${metric}`);

describe("every alarm", () => {
  it("watches metrics that AWS publishes by these dimensions, minute by minute", () => {
    const unknown = alarms().flatMap((alarm) =>
      metricsOf(alarm)
        .filter(({ namespace, metric, dimensions, statistic, period }) => {
          const names = Object.keys(dimensions).sort().join();
          const isKnown = (one: Documented) =>
            one.metrics.includes(metric) && one.dimensions.join() === names && one.statistic === statistic;
          return period !== 60 || !DOCUMENTED[namespace]?.some(isKnown);
        })
        .map((metric) => [alarm.attributes.alarm_name, metric]),
    );
    expect(unknown).toEqual([]);
    expect(alarms().length).toBeGreaterThan(100);
  });

  it("counts no missing data as trouble", () => {
    expect(new Set(alarms().map(({ attributes }) => attributes.treat_missing_data))).toEqual(new Set(["notBreaching"]));
  });
});

describe("a dead-letter queue", () => {
  const LETTERS = ["fulfilment-dlq", "fulfilment-orders-dlq", "intake-dlq"];

  it("is each of these", () => {
    const names = everywhere("aws_sqs_queue").map(({ attributes }) => String(attributes.name));
    const expected = ENVIRONMENTS.flatMap((env) => LETTERS.map((queue) => `orders-${env}-${queue}`));
    expect(names.filter((name) => name.endsWith("dlq")).sort()).toEqual(expected.sort());
  });

  describe.each(ENVIRONMENTS)("of %s", (env) => {
    it.each(LETTERS)(
      "%s alarms of the second letter as of the first, unlike a gauge that stays above zero",
      (queue) => {
        expect(linesOf(named(`orders-${env}-${queue}-not-empty`))).toEqual([
          "Maximum of ApproximateNumberOfMessagesVisible",
        ]);
        const grew = named(`orders-${env}-${queue}-grew`);
        expect(linesOf(grew)).toEqual(["Maximum of ApproximateNumberOfMessagesVisible"]);
        expect(expressionsOf(grew[0])).toEqual(["DIFF(waiting)"]);
      },
    );

    // NumberOfMessagesSent does not count what a redrive policy moves:
    // https://github.com/awsdocs/amazon-sqs-developer-guide/blob/1b8b7dab9ffd1b19e9e7b9e40ee364143db206d2/doc_source/sqs-dead-letter-queues.md
    it.each([
      ["fulfilment-dlq", ["Sum of NumberOfMessagesSent"]],
      ["intake-dlq", ["Sum of NumberOfMessagesSent"]],
      ["fulfilment-orders-dlq", []],
    ])("%s counts what is sent to it, unless all that comes is moved", (queue, sent) => {
      expect(linesOf(named(`orders-${env}-${queue}-received`))).toEqual(sent);
    });
  });
});

describe("what holds work back", () => {
  it("is throttled state transitions of each Standard machine, which an Express machine does not have", () => {
    for (const { attributes } of everywhere("aws_sfn_state_machine")) {
      const throttled = named(`${attributes.name}-throttled`);
      expect([attributes.name, throttled.length]).toEqual([attributes.name, attributes.type === "STANDARD" ? 1 : 0]);
    }
  });

  it.each(ENVIRONMENTS)("is watched in %s: starts, open executions, the pipe, table and index", (env) => {
    const watched = (part: string) =>
      named(`orders-${env}-fulfilment-${part}`).flatMap((alarm) =>
        metricsOf(alarm).map(({ metric, dimensions }) => [metric, ...Object.values(dimensions)].join(" ")),
      );
    expect(watched("start-execution-throttled")).toEqual(["ThrottledEvents StartExecution"]);
    expect(watched("start-sync-execution-throttled")).toEqual(["ThrottledEvents StartSyncExecution"]);
    expect(watched("open-executions")).toEqual(["OpenExecutionCount", "OpenExecutionLimit"]);
    expect(watched("hand-over-failed")).toEqual([`ExecutionFailed orders-${env}-fulfilment-hand-over`]);
    expect(watched("hand-over-stopped")).toEqual([
      expect.stringMatching(/^ApproximateNumberOfMessagesVisible \$\{aws_sqs_queue\.orders_queue_/),
      `Invocations orders-${env}-fulfilment-hand-over`,
    ]);
    for (const access of ["Read", "Write"]) {
      const events = `^${access}ThrottleEvents \\$\\{[^ ]+\\}`;
      const part = access.toLowerCase();
      expect(watched(`table-${part}-throttled`)).toEqual([expect.stringMatching(new RegExp(`${events}$`))]);
      expect(watched(`index-${part}-throttled`)).toEqual([
        expect.stringMatching(new RegExp(`^${access}ThrottleEvents pending-hand-over [^ ]+$`)),
      ]);
    }
  });

  it.each(ENVIRONMENTS)("alarms of %s when the pipe takes none of the messages that wait, for five minutes", (env) => {
    const [alarm] = named(`orders-${env}-fulfilment-hand-over-stopped`);
    expect(alarm?.attributes).toMatchObject({ evaluation_periods: 5, threshold: 0 });
    expect(expressionsOf(alarm)).toEqual(["IF(waiting > 0 AND FILL(taken, 0) == 0, 1, 0)"]);
  });

  it.each(ENVIRONMENTS)("alarms of %s when half of the executions that may be open are, whatever the quota", (env) => {
    const [alarm] = named(`orders-${env}-fulfilment-open-executions`);
    expect(alarm?.attributes).toMatchObject({ threshold: 50 });
    expect(expressionsOf(alarm)).toEqual(["100 * open / limit"]);
  });
});
