import { findingsOf } from "../attributes/judged";
import { change } from "../plan-json";

async function levelsOf(type: string, before: object, after: object): Promise<readonly string[]> {
  return (await findingsOf(type, { before: { ...before }, after: { ...after } })).map(({ level }) => level);
}

describe("The threshold of an alarm", () => {
  const threshold = (comparison: string, before: number, after: number) =>
    levelsOf(
      "aws_cloudwatch_metric_alarm",
      { comparison_operator: comparison, threshold: before },
      { comparison_operator: comparison, threshold: after },
    );

  // Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  test.each([
    ["GreaterThanThreshold", 1, 2, "attention"],
    ["GreaterThanThreshold", 2, 1, "safe"],
    ["GreaterThanOrEqualToThreshold", 1, 2, "attention"],
    ["LessThanThreshold", 1, 2, "safe"],
    ["LessThanThreshold", 2, 1, "attention"],
    ["LessThanOrEqualToThreshold", 2, 1, "attention"],
    ["GreaterThanUpperThreshold", 2, 1, "attention"],
  ])("with %s, %d → %d, is %s", async (comparison, before, after, level) => {
    expect(await threshold(comparison, before, after)).toEqual([level]);
  });
});

describe("The authorization of a method", () => {
  test.each([
    ["GET", "dangerous"],
    ["OPTIONS", "attention"],
  ])("of %s without any is %s", async (method, level) => {
    const side = (authorization: string) => ({ http_method: method, authorization });
    expect(await levelsOf("aws_api_gateway_method", side("AWS_IAM"), side("NONE"))).toEqual([level]);
  });

  test("is judged in a new method, too", async () => {
    const [finding] = await findingsOf("aws_api_gateway_method", {
      after: { http_method: "GET", authorization: "NONE" },
    });
    expect(finding?.level).toBe("dangerous");
    expect(String(finding?.text)).toContain("aws_api_gateway_method.it is created: authorization");
  });

  test("is all that keeps a method closed that needs no API key any more", async () => {
    const side = (authorization: string, api_key_required: boolean) => ({ authorization, api_key_required });
    const type = "aws_api_gateway_method";
    expect(await levelsOf(type, side("AWS_IAM", true), side("AWS_IAM", false))).toEqual(["attention"]);
    expect(await levelsOf(type, side("NONE", true), side("NONE", false))).toEqual(["dangerous"]);
  });
});

describe("A queue without SQS's own encryption", () => {
  test("is not opened if a KMS key takes its place", async () => {
    const before = { sqs_managed_sse_enabled: true, kms_master_key_id: null };
    expect(
      await levelsOf("aws_sqs_queue", before, { sqs_managed_sse_enabled: false, kms_master_key_id: "alias/a" }),
    ).toEqual(["attention", "attention"]);
    expect(await levelsOf("aws_sqs_queue", before, { sqs_managed_sse_enabled: false })).toEqual(["dangerous"]);
  });
});

describe("The visibility timeout of a queue", () => {
  const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders";
  const LAMBDA = "arn:aws:lambda:eu-west-1:111122223333:function:take";
  const mapping = { event_source_arn: QUEUE, function_name: LAMBDA };
  const found = async (visibility: number, timeoutBefore: number, timeout: number) =>
    (
      await findingsOf(
        "aws_lambda_function",
        {
          before: { function_name: "take", timeout: timeoutBefore },
          after: { function_name: "take", timeout },
        },
        change("aws_sqs_queue.orders", {
          before: { arn: QUEUE, visibility_timeout_seconds: visibility },
          after: { arn: QUEUE, visibility_timeout_seconds: visibility },
        }),
        change("aws_lambda_event_source_mapping.orders", { before: mapping, after: mapping }),
      )
    ).filter(({ rule }) => rule === "visibility-below-timeout");

  // Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  test.each([
    [30, 29, 30, 0],
    [30, 30, 31, 1],
    [30, 31, 32, 0],
  ])(
    "of %d s, with a function's timeout of %d s and then %d s, is reported %d times",
    async (...[visibility, before, after, times]) => {
      expect(await found(visibility, before, after)).toHaveLength(times);
    },
  );
});
