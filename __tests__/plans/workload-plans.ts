import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Environment } from "../../environments/schema";
import { FUNCTIONS, WORKFLOWS } from "../../tools/support/parts";
import { ACCOUNT_ID } from "./aws-endpoint";
import type { Plan } from "./plan";

/** Task tokens are among what goes in and out of the states of these, so their logs hold none of it anywhere. */
const passTokens = ["-order-fulfilment", "-resolve-approval", "-carrier-event"];

const normalised = (text: unknown) => JSON.stringify(JSON.parse(String(text)));

const root = resolve(__dirname, "../..");

/** What the plans of the stacks that run orders must hold. To be called in a `describe`. */
export function itRunsOrders(environment: Environment, fulfilment: () => Plan, intake: () => Plan): void {
  const { name, region, logRetentionDays, includeExecutionData } = environment;

  it("runs its workflows as the types that they are written for", () => {
    const types = [fulfilment(), intake()].flatMap((plan) =>
      plan.ofType("aws_sfn_state_machine").map(({ values }) => [values.name, values.type]),
    );
    expect(Object.fromEntries(types)).toEqual({
      [`orders-${name}-fulfilment-order-fulfilment`]: "STANDARD",
      [`orders-${name}-fulfilment-reconcile-orders`]: "STANDARD",
      [`orders-${name}-fulfilment-hand-over-orders`]: "EXPRESS",
      [`orders-${name}-fulfilment-resolve-approval`]: "EXPRESS",
      [`orders-${name}-fulfilment-carrier-event`]: "EXPRESS",
      [`orders-${name}-fulfilment-reserve-inventory`]: "EXPRESS",
      [`orders-${name}-fulfilment-release-inventory`]: "EXPRESS",
      [`orders-${name}-fulfilment-settle-order`]: "EXPRESS",
      [`orders-${name}-intake-order-intake`]: "EXPRESS",
    });
  });

  it("plans each definition as its file has it, or later, when what it names exists", () => {
    for (const { address, values } of [fulfilment(), intake()].flatMap((plan) =>
      plan.ofType("aws_sfn_state_machine"),
    )) {
      const workflow = String(values.name).replace(/^orders-[a-z]+-[a-z]+-/, "");
      if (values.definition === undefined) {
        const plan = workflow === "order-intake" ? intake() : fulfilment();
        expect([workflow, plan.isKnownLater(address, "definition")]).toEqual([workflow, true]);
        continue;
      }
      const file = readFileSync(resolve(root, `workflows/${workflow}.asl.json`), "utf8");
      expect(values.definition).toBe(normalised(file.replaceAll("${OrdersTableName}", `orders-${name}-data-orders`)));
    }
  });

  it("traces its workflows and logs every event of them, with the data only where it may", () => {
    for (const { values } of [fulfilment(), intake()].flatMap((plan) => plan.ofType("aws_sfn_state_machine"))) {
      expect(values).toMatchObject({
        publish: true,
        tracing_configuration: [{ enabled: true }],
        logging_configuration: [
          {
            level: "ALL",
            include_execution_data: includeExecutionData && !passTokens.some((it) => String(values.name).endsWith(it)),
          },
        ],
      });
    }
  });

  it("hands orders over one by one without waiting for the workflow", () => {
    expect(fulfilment().one("aws_pipes_pipe").values).toMatchObject({
      name: `orders-${name}-fulfilment-hand-over`,
      desired_state: "RUNNING",
      source_parameters: [{ sqs_queue_parameters: [{ batch_size: 1 }] }],
      target_parameters: [
        {
          input_template: '{"orderId": "<$.body.orderId>", "message": <$.body>}',
          step_function_state_machine_parameters: [{ invocation_type: "FIRE_AND_FORGET" }],
        },
      ],
      log_configuration: [{ level: "ERROR" }],
    });
  });

  it("runs its functions on Node.js 22, traced, with dead letters and a log of their own", () => {
    const functions = [fulfilment(), intake()].flatMap((plan) => plan.ofType("aws_lambda_function"));
    expect(functions).toHaveLength(FUNCTIONS.length);
    for (const { values } of functions) {
      expect(values).toMatchObject({
        runtime: "nodejs22.x",
        handler: "index.handler",
        architectures: ["arm64"],
        tracing_config: [{ mode: "Active" }],
        logging_config: [{ log_format: "JSON", log_group: `/aws/lambda/${values.function_name}` }],
      });
      expect(values.memory_size).toBeGreaterThanOrEqual(256);
      expect(values.dead_letter_config).toHaveLength(1);
    }
  });

  it("gives functions what they need of the settings, and writes no secret", () => {
    const validation = intake()
      .ofType("aws_lambda_function")
      .find(({ values }) => values.function_name === `orders-${name}-intake-validate-order`);
    expect(validation?.values.environment).toEqual([
      {
        variables: {
          ORDER_RETENTION_DAYS: String(environment.orderRetentionDays),
          HAND_OVER_TRIES: String(environment.reconcile.tries),
          HAND_OVER_SECONDS: "172800",
          LOST_AFTER_SECONDS: "1468800",
          PAYLOAD_BUCKET: `orders-${name}-data-payloads-${ACCOUNT_ID}`,
        },
      },
    ]);
    expect(
      fulfilment()
        .ofType("aws_secretsmanager_secret")
        .map(({ values }) => values.name)
        .sort(),
    ).toEqual([`orders-${name}-fulfilment-carrier-api-key`, `orders-${name}-fulfilment-payment-api-key`]);
    expect([fulfilment(), intake()].flatMap((plan) => plan.ofType("aws_secretsmanager_secret_version"))).toEqual([]);
  });

  it("encrypts with its key what is known to be encrypted before the key's neighbours exist", () => {
    const keyed: readonly (readonly [string, string])[] = [
      ["aws_cloudwatch_log_group", "kms_key_id"],
      ["aws_sqs_queue", "kms_master_key_id"],
      ["aws_sns_topic", "kms_master_key_id"],
      ["aws_secretsmanager_secret", "kms_key_id"],
      ["aws_lambda_function", "kms_key_arn"],
      ["aws_cloudwatch_event_bus", "kms_key_identifier"],
    ];
    for (const [type, attribute] of keyed) {
      const found = [fulfilment(), intake()].flatMap((plan) => plan.ofType(type));
      expect([type, found.length > 0]).toEqual([type, true]);
      for (const { address, values } of found) {
        expect([address, values[attribute]]).toEqual([address, expect.stringMatching(`^arn:aws:kms:${region}:`)]);
      }
    }
  });

  it("keeps every log as long as the environment says", () => {
    const groups = [fulfilment(), intake()].flatMap((plan) => plan.ofType("aws_cloudwatch_log_group"));
    // The other three: executions of the API, access to it, and the pipe.
    expect(groups).toHaveLength(FUNCTIONS.length + WORKFLOWS.length + 3);
    expect(groups.filter(({ values }) => values.retention_in_days !== logRetentionDays)).toEqual([]);
  });

  it("opens no method to callers that AWS has not authenticated", () => {
    const methods = intake().ofType("aws_api_gateway_method");
    expect(methods.map(({ values }) => [values.http_method, values.authorization]).sort()).toEqual([
      ["GET", "AWS_IAM"],
      ["POST", "AWS_IAM"],
      ["POST", "AWS_IAM"],
      ["POST", "AWS_IAM"],
      ["POST", "AWS_IAM"],
    ]);
  });

  it("throttles the API as the environment says, and logs no bodies", () => {
    const { requestsPerSecond, burst } = environment.throttling;
    expect(intake().one("aws_api_gateway_method_settings").values).toMatchObject({
      method_path: "*/*",
      settings: [
        {
          throttling_rate_limit: requestsPerSecond,
          throttling_burst_limit: burst,
          logging_level: "ERROR",
          data_trace_enabled: false,
          metrics_enabled: true,
        },
      ],
    });
    expect(intake().one("aws_api_gateway_stage").values.xray_tracing_enabled).toBe(true);
  });

  it("lets roles be taken by one service each, and by workflows and pipes for themselves only", () => {
    const roles = [fulfilment(), intake()].flatMap((plan) => plan.ofType("aws_iam_role"));
    // The other five: the API, its logs, the pipe, the schedule and the rule.
    expect(roles).toHaveLength(FUNCTIONS.length + WORKFLOWS.length + 5);
    for (const { values } of roles) {
      const { Statement } = JSON.parse(String(values.assume_role_policy));
      expect(Statement).toHaveLength(1);
      const [{ Principal, Condition }] = Statement;
      expect(Object.keys(Principal)).toEqual(["Service"]);
      if (["states.amazonaws.com", "pipes.amazonaws.com"].includes(Principal.Service)) {
        expect(Condition).toEqual({
          StringEquals: { "aws:SourceAccount": ACCOUNT_ID },
          ArnEquals: { "aws:SourceArn": expect.anything() },
        });
        // Executions are of versions and aliases; a Distributed Map starts child workflows, which are named after it.
        for (const source of [Condition.ArnEquals["aws:SourceArn"]].flat()) {
          expect(source).toMatch(new RegExp(`:${ACCOUNT_ID}:.*${String(values.name)}([:/]\\*)?$`));
        }
      }
    }
  });

  it("notifies people of trouble on one topic", () => {
    const alarms = [fulfilment(), intake()].flatMap((plan) => plan.ofType("aws_cloudwatch_metric_alarm"));
    expect(alarms.length).toBeGreaterThan(20);
    const thresholds: Record<string, number> = { "orders-stands-still": 300, "open-executions": 50 };
    for (const { values } of alarms) {
      expect([values.alarm_name, values.threshold, values.treat_missing_data]).toEqual([
        expect.stringMatching(`^orders-${name}-`),
        thresholds[String(values.alarm_name).replace(`orders-${name}-fulfilment-`, "")] ?? 0,
        "notBreaching",
      ]);
    }
    expect(
      fulfilment()
        .ofType("aws_sns_topic")
        .map(({ values }) => values.name)
        .sort(),
    ).toEqual([
      `orders-${name}-fulfilment-alarm`,
      `orders-${name}-fulfilment-approver`,
      `orders-${name}-fulfilment-customer`,
    ]);
  });
}
