import { type App, Testing } from "cdktf";
import { environmentNames, parseSettings } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { DataStack } from "../../stacks/data";
import { FulfilmentStack } from "../../stacks/fulfilment";
import { IntakeStack } from "../../stacks/intake";
import type { PlatformStack } from "../../stacks/platform-stack";
import { settings } from "../environments/fixture";

interface Stacks {
  readonly data: PlatformStack;
  readonly fulfilment: PlatformStack;
  readonly intake: PlatformStack;
}

/** The stacks of an environment of that name, with some settings changed. */
function stacksWith(changes: Partial<Settings>, name = "dev"): Stacks {
  const app: App = Testing.app();
  const environment = parseSettings(name, { ...settings, ...changes });
  const data = new DataStack(app, environment);
  const fulfilment = new FulfilmentStack(app, environment, data);
  return { data, fulfilment, intake: new IntakeStack(app, environment, data, fulfilment) };
}

/** Resources of one type in a stack. */
function resources(stack: PlatformStack, type: string): Record<string, unknown>[] {
  return Object.values(Object(stack.toTerraform()).resource[type] ?? {});
}

const providerOf = (stack: PlatformStack) => Object(stack.toTerraform()).provider.aws[0];

describe("a setting", () => {
  it("accountId guards against every other account, in each stack", () => {
    for (const stack of Object.values(stacksWith({ accountId: "210987654321" }))) {
      expect(providerOf(stack).allowed_account_ids).toEqual(["210987654321"]);
    }
    expect(providerOf(stacksWith({}).data)).not.toHaveProperty("allowed_account_ids");
  });

  it("alarmEmails subscribes each of them to the alarms", () => {
    const { fulfilment } = stacksWith({ alarmEmails: ["a@example.com", "b@example.com"] });
    expect(resources(fulfilment, "aws_sns_topic_subscription")).toEqual([
      expect.objectContaining({ protocol: "email", endpoint: "a@example.com" }),
      expect.objectContaining({ protocol: "email", endpoint: "b@example.com" }),
    ]);
    expect(resources(stacksWith({}).fulfilment, "aws_sns_topic_subscription")).toEqual([]);
  });

  it.each([
    ["alarmEmails", "alarm"],
    ["approverEmails", "approver"],
  ])("%s lets its topic, and no other, leave on the failures what could not be mailed", (setting, topic) => {
    const { data, fulfilment } = stacksWith({ [setting]: ["a@example.com"] });
    const [subscription] = resources(fulfilment, "aws_sns_topic_subscription");
    const [, failures = ""] =
      /\$\{(aws_sqs_queue\.failures_\w+)\.arn\}/.exec(String(subscription?.redrive_policy)) ?? [];
    expect(failures).not.toBe("");
    const policies = resources(fulfilment, "aws_sqs_queue_policy").filter(
      ({ queue_url }) => queue_url === `\${${failures}.url}`,
    );
    const statements = policies.flatMap(({ policy }) => JSON.parse(String(policy)).Statement);
    expect(statements.filter(({ Principal }) => Principal.Service === "sns.amazonaws.com")).toEqual([
      expect.objectContaining({
        Action: "sqs:SendMessage",
        Condition: { ArnEquals: { "aws:SourceArn": [expect.stringMatching(`^\\$\\{aws_sns_topic\\.${topic}_`)] } },
      }),
    ]);
    expect(JSON.stringify(resources(data, "aws_kms_key"))).toContain("sns.amazonaws.com");
  });

  it("lets SNS neither on a queue nor at the key where nobody is mailed", () => {
    const { data, fulfilment } = stacksWith({});
    for (const stack of [data, fulfilment])
      expect(JSON.stringify(stack.toTerraform())).not.toContain("sns.amazonaws.com");
  });

  it("manageApiGatewayAccount decides whether the account's logging role is set", () => {
    const accounts = (manageApiGatewayAccount: boolean) =>
      resources(stacksWith({ manageApiGatewayAccount }).intake, "aws_api_gateway_account");
    expect([accounts(true).length, accounts(false).length]).toEqual([1, 0]);
  });

  it("includeExecutionData decides for workflows and the pipe", () => {
    const logged = (includeExecutionData: boolean) => {
      const { fulfilment } = stacksWith({ includeExecutionData });
      const [pipe] = resources(fulfilment, "aws_pipes_pipe");
      const machines = resources(fulfilment, "aws_sfn_state_machine");
      const logged = machines.map((machine) => [
        String(machine.name).replace("orders-dev-fulfilment-", ""),
        Object(machine.logging_configuration).include_execution_data,
      ]);
      return { pipe: Object(pipe?.log_configuration).include_execution_data, ...Object.fromEntries(logged) };
    };
    // Task tokens pass through these, and a token's holder can answer in another's name.
    const never = { "order-fulfilment": false, "resolve-approval": false, "carrier-event": false };
    const others = ["reserve-inventory", "release-inventory", "settle-order", "hand-over-orders", "reconcile-orders"];
    const all = (value: boolean) => Object.fromEntries(others.map((name) => [name, value]));
    expect(logged(true)).toEqual({ pipe: ["ALL"], ...never, ...all(true) });
    expect(logged(false)).toEqual({ pipe: undefined, ...never, ...all(false) });
  });

  it("approverEmails subscribes each of them to what awaits approval", () => {
    const { fulfilment } = stacksWith({ approverEmails: ["a@example.com"] });
    expect(resources(fulfilment, "aws_sns_topic_subscription")).toEqual([
      expect.objectContaining({
        topic_arn: expect.stringMatching(/aws_sns_topic\.approver_topic_/),
        protocol: "email",
        endpoint: "a@example.com",
      }),
    ]);
  });

  it("approval, carrierSilenceSeconds and reconcile.tries reach the workflows", () => {
    const { fulfilment, intake } = stacksWith({
      approval: { threshold: 4711, timeoutSeconds: 815 },
      carrierSilenceSeconds: 1234,
      reconcile: { everyMinutes: 5, limitSeconds: 60, tries: 7 },
    });
    const definitionOf = (workflow: string) =>
      String(
        resources(fulfilment, "aws_sfn_state_machine").find(({ name }) => String(name).endsWith(workflow))?.definition,
      );
    expect(JSON.parse(definitionOf("order-fulfilment")).States.ClaimOrder.ResultSelector.limits).toEqual({
      "approvalFrom.$": "States.StringToJson('4711')",
      "approvalSeconds.$": "States.StringToJson('815')",
      "carrierSilenceSeconds.$": "States.StringToJson('1234')",
    });
    const validation = resources(intake, "aws_lambda_function").find(({ environment }) =>
      JSON.stringify(environment).includes("ORDER_RETENTION_DAYS"),
    );
    // Two days of hand-overs; then the 14 days for which SQS keeps one of them, and a day.
    expect(Object(validation?.environment).variables).toMatchObject({
      HAND_OVER_TRIES: "7",
      HAND_OVER_SECONDS: String(2 * 86_400),
      LOST_AFTER_SECONDS: String(17 * 86_400),
    });
  });

  it.each([
    [1, "rate(1 minute)"],
    [2, "rate(2 minutes)"],
  ])("reconcile.everyMinutes of %i is the schedule's %s, and limitSeconds its input", (everyMinutes, expression) => {
    const { fulfilment } = stacksWith({ reconcile: { everyMinutes, limitSeconds: 90, tries: 1 } });
    expect(resources(fulfilment, "aws_scheduler_schedule")).toEqual([
      expect.objectContaining({
        schedule_expression: expression,
        target: expect.objectContaining({ input: '{"limitSeconds":90}' }),
      }),
    ]);
  });

  it("uploadRetentionDays and orderRetentionDays empty the bucket", () => {
    const { data } = stacksWith({ uploadRetentionDays: 16, orderRetentionDays: 140 });
    const lifecycle = resources(data, "aws_s3_bucket_lifecycle_configuration")[0];
    expect(lifecycle?.rule).toEqual([
      expect.objectContaining({
        id: "expire",
        filter: [{}],
        expiration: [{ days: 140 }],
        noncurrent_version_expiration: [{ noncurrent_days: 30 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      }),
      { id: "expire-uploads", status: "Enabled", filter: [{ prefix: "uploads/" }], expiration: [{ days: 16 }] },
      { id: "expire-lines", status: "Enabled", filter: [{ prefix: "lines/" }], expiration: [{ days: 140 }] },
    ]);
  });

  it("deletionProtection keeps table, buckets, key, secrets and API from an accidental destroy", () => {
    const kept = (deletionProtection: boolean) => {
      const { data, fulfilment, intake } = stacksWith({ deletionProtection });
      const stays = (stack: PlatformStack, type: string) =>
        resources(stack, type).map(({ lifecycle }) => Object(lifecycle).prevent_destroy);
      return {
        table: [
          ...resources(data, "aws_dynamodb_table").map((table) => table.deletion_protection_enabled),
          ...stays(data, "aws_dynamodb_table"),
        ],
        buckets: stays(data, "aws_s3_bucket"),
        key: stays(data, "aws_kms_key"),
        secrets: [
          ...resources(fulfilment, "aws_secretsmanager_secret").map((secret) => secret.recovery_window_in_days),
          ...stays(fulfilment, "aws_secretsmanager_secret"),
        ],
        api: stays(intake, "aws_api_gateway_rest_api"),
      };
    };
    const both = (value: boolean) => [value, value];
    expect(kept(true)).toEqual({
      table: both(true),
      buckets: both(true),
      key: [true],
      secrets: [30, 30, true, true],
      api: [true],
    });
    expect(kept(false)).toEqual({
      table: both(false),
      buckets: both(false),
      key: [false],
      secrets: [0, 0, false, false],
      api: [false],
    });
  });

  it("deletionProtection without accountId refuses every plan, and says what to set", () => {
    const refusals = (changes: Partial<Settings>) =>
      Object.values(stacksWith(changes)).map(
        (stack) => Object(stack.toTerraform()).data.aws_caller_identity.caller.lifecycle.postcondition,
      );
    const refused = [
      {
        condition: '${self.account_id == ""}',
        error_message: expect.stringContaining("Set accountId in environments/dev.ts, or ORDERS_DEV_ACCOUNT_ID;"),
      },
    ];
    expect(refusals({ deletionProtection: true })).toEqual([refused, refused, refused]);
    const allowed = [undefined, undefined, undefined];
    expect(refusals({ deletionProtection: true, accountId: "123456789012" })).toEqual(allowed);
    expect(refusals({ deletionProtection: false })).toEqual(allowed);
  });

  it("permissionsBoundary bounds every role, and does so by itself where a pipeline deploys", () => {
    const boundaries = (changes: Partial<Settings>) => {
      const roles = Object.values(stacksWith(changes)).flatMap((stack) => resources(stack, "aws_iam_role"));
      return [...new Set(roles.map(({ permissions_boundary }) => permissions_boundary))];
    };
    const pipeline = { repository: "acme/orders" };
    const boundary = expect.stringMatching(/^arn:.*:policy\/orders-dev-bootstrap-boundary$/);
    expect(boundaries({})).toEqual([undefined]);
    expect(boundaries({ pipeline })).toEqual([boundary]);
    expect(boundaries({ permissionsBoundary: true })).toEqual([boundary]);
    expect(boundaries({ pipeline, permissionsBoundary: false })).toEqual([undefined]);
  });

  it("namePrefix begins every name, so that two developers share an account", () => {
    const { data, fulfilment, intake } = stacksWith({ namePrefix: "alice" });
    expect([data, fulfilment, intake].map(({ node }) => node.id)).toEqual([
      "alice-dev-data",
      "alice-dev-fulfilment",
      "alice-dev-intake",
    ]);
    for (const stack of [data, fulfilment, intake]) {
      expect(JSON.stringify(stack.toTerraform())).not.toContain("orders-dev-");
    }
  });

  it("namePrefix at its longest keeps every name within AWS's limits, in the environment with the longest name", () => {
    const longest = [...environmentNames].sort((a, b) => b.length - a.length)[0] ?? "";
    const prefix = "a123456789012345";
    for (const stack of Object.values(stacksWith({ namePrefix: prefix }, longest))) {
      expect(stack.node.id).toMatch(`${prefix}-${longest}-`);
      expect(() => Testing.synth(stack)).not.toThrow();
    }
  });

  it("an environment whose name makes a name too long is refused, with the place and the fix", () => {
    const { fulfilment } = stacksWith({ namePrefix: "a123456789012345" }, "a-long-name-for-one");
    expect(() => Testing.synth(fulfilment)).toThrow(
      /^a123456789012345-a-long-name-for-one-fulfilment\/.*: the name \S+ has \d+ characters, but AWS allows 64 for an aws_\w+\. Shorten namePrefix/,
    );
  });
});
