import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RELEASED_WORKFLOWS } from "../../environments/schema";
import { statementsOf } from "./policy";
import { type SynthesizedStack, synthesize } from "./synthesized";

let folder: string;
let stacks: SynthesizedStack[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stacks-"));
  const schedule = { ORDERS_RECONCILE_EVERY_MINUTES: "5", ORDERS_RECONCILE_LIMIT_SECONDS: "120" };
  stacks = await synthesize(join(folder, "out"), "dev", schedule);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The one resource of a type in all stacks. */
function one(type: string): Readonly<Record<string, unknown>> {
  const [found, ...others] = stacks.flatMap((stack) => stack.ofType(type));
  if (found === undefined || others.length > 0) throw new Error(`Expected one ${type}, found ${others.length + 1}.`);
  return found.attributes;
}

describe("an upload", () => {
  it("is announced by the bucket, and by nothing else", () => {
    expect(one("aws_s3_bucket_notification")).toMatchObject({ eventbridge: true });
  });

  it("starts intake: objects of the payload bucket under uploads/, and no others", () => {
    const { event_pattern, name } = one("aws_cloudwatch_event_rule");
    expect(name).toBe("orders-dev-intake-uploaded");
    expect(JSON.parse(String(event_pattern))).toEqual({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: {
        bucket: { name: [expect.stringMatching(/aws_s3_bucketpayloads_bucket_\w+id\}$/)] },
        object: { key: [{ prefix: "uploads/" }] },
      },
    });
  });

  it("reaches intake as a reference: where the object is, how large, and which version", () => {
    const target = one("aws_cloudwatch_event_target");
    expect(target).toMatchObject({
      arn: expect.stringMatching(/^\$\{aws_sfn_alias\.order-intake_live_alias_\w+\.arn\}$/),
      role_arn: expect.stringMatching(/^\$\{aws_iam_role\.uploaded_role_\w+\.arn\}$/),
    });
    const { input_paths, input_template } = Object(target.input_transformer);
    const filled = String(input_template).replace(/<(\w+)>/g, (_, name: string) => JSON.stringify(input_paths[name]));
    expect(JSON.parse(filled)).toEqual({
      upload: {
        bucket: "$.detail.bucket.name",
        key: "$.detail.object.key",
        size: "$.detail.object.size",
        etag: "$.detail.object.etag",
        versionId: "$.detail.object.version-id",
      },
    });
  });

  it("that started nothing in a day ends on intake's dead-letter queue, which lets this rule in alone", () => {
    expect(one("aws_cloudwatch_event_target")).toMatchObject({
      retry_policy: { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: 185 },
      dead_letter_config: { arn: expect.stringMatching(/^\$\{aws_sqs_queue\.failures_letters_queue_\w+\.arn\}$/) },
    });
    const [intake] = stacks.filter(({ id }) => id === "orders-dev-intake");
    const [policy] = intake?.ofType("aws_sqs_queue_policy") ?? [];
    if (policy === undefined) throw new Error("There is no policy of intake's dead-letter queue.");
    const allowed = statementsOf(policy).filter(({ Effect }) => Effect === "Allow");
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Condition: { ArnEquals: { "aws:SourceArn": expect.stringMatching(/:rule\/orders-dev-intake-uploaded$/) } },
      }),
    ]);
  });

  it("comes from callers of AWS alone: no other site's page may send one", () => {
    expect(stacks.flatMap((stack) => stack.ofType("aws_s3_bucket_cors_configuration"))).toEqual([]);
  });
});

describe("the schedule", () => {
  it("starts the reconciler, encrypted, in a group of its own", () => {
    expect(one("aws_scheduler_schedule_group").name).toBe("orders-dev-fulfilment-reconcile");
    expect(one("aws_scheduler_schedule")).toMatchObject({
      name: "orders-dev-fulfilment-reconcile",
      group_name: expect.stringMatching(/^\$\{aws_scheduler_schedule_group\./),
      schedule_expression: "rate(5 minutes)",
      flexible_time_window: { mode: "OFF" },
      kms_key_arn: expect.stringMatching(/aws_kms_keykey_\w+arn\}$/),
      target: {
        arn: expect.stringMatching(/^\$\{aws_sfn_alias\.reconciliation_reconcile-orders_live_alias_\w+\.arn\}$/),
        input: '{"limitSeconds":120}',
        retry_policy: { maximum_event_age_in_seconds: 3_600, maximum_retry_attempts: 10 },
        dead_letter_config: { arn: expect.stringMatching(/^\$\{aws_sqs_queue\.failures_letters_queue_\w+\.arn\}$/) },
      },
    });
  });

  it("has a role that the scheduler takes for this group alone", () => {
    const [role] = stacks
      .flatMap((stack) => stack.ofType("aws_iam_role"))
      .filter(({ attributes }) => attributes.name === "orders-dev-fulfilment-reconcile");
    expect(JSON.parse(String(role?.attributes.assume_role_policy)).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: "scheduler.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": expect.any(String) },
          ArnEquals: { "aws:SourceArn": expect.stringMatching(/:schedule-group\/orders-dev-fulfilment-reconcile$/) },
        },
      }),
    ]);
  });
});

describe("validation", () => {
  it("has a minute and at least 512 MB for the largest upload", () => {
    const [validation] = stacks
      .flatMap((stack) => stack.ofType("aws_lambda_function"))
      .filter(({ attributes }) => attributes.function_name === "orders-dev-intake-validate-order");
    expect(validation?.attributes.timeout).toBe(60);
    expect(Number(validation?.attributes.memory_size)).toBeGreaterThanOrEqual(512);
    expect(validation?.attributes.ephemeral_storage).toBeUndefined();
  });
});

const everywhere = (type: string) => stacks.flatMap((stack) => stack.ofType(type));
const workflowOf = (address: string) => /([a-z-]+)_(machine|live_alias)_/.exec(address)?.[1] ?? address;

describe("releases", () => {
  it("are of the workflows that are started from outside: each has an alias, and no other has", () => {
    const aliases = everywhere("aws_sfn_alias").map(({ address }) => workflowOf(address));
    expect(aliases.sort()).toEqual([...RELEASED_WORKFLOWS].sort());
  });

  it("publish a version of every workflow", () => {
    const machines = everywhere("aws_sfn_state_machine");
    expect(machines).toHaveLength(9);
    expect(machines.filter(({ attributes }) => attributes.publish !== true)).toEqual([]);
  });

  it("reach every caller: what is started from outside is started by its alias", () => {
    const targets = [
      ...everywhere("aws_pipes_pipe").map(({ attributes }) => attributes.target),
      ...everywhere("aws_cloudwatch_event_target").map(({ attributes }) => attributes.arn),
      ...everywhere("aws_scheduler_schedule").map(({ attributes }) => Object(attributes.target).arn),
      ...everywhere("aws_api_gateway_integration")
        .map(({ attributes }) => Object(attributes.request_templates)["application/json"])
        .flatMap((template) => /"stateMachineArn": "(.*)"/.exec(template)?.[1] ?? []),
    ];
    expect(targets).toHaveLength(6);
    // The API names the alias of its own stack's workflow rather than to refer to it.
    const alias = /(aws_sfn_alias[\w.-]+arn\}|:stateMachine:orders-dev-intake-order-intake:live)$/;
    expect(targets.filter((target) => !alias.test(String(target)))).toEqual([]);
  });

  it("take children along: a parent names the version of each that is published with it", () => {
    const started = everywhere("aws_sfn_state_machine").flatMap(({ address, attributes }) =>
      [...String(attributes.definition).matchAll(/"StateMachineArn":"([^"]*)"/g)].map(([, arn]) => [
        workflowOf(address),
        String(arn).replace(/.*?([a-z-]+)_machine_\w+\.|arn:.*stateMachine:/, "$1 "),
      ]),
    );
    const version = "state_machine_version_arn}";
    expect([...new Set(started.map(String))].sort()).toEqual([
      `order-fulfilment,release-inventory ${version}`,
      `order-fulfilment,reserve-inventory ${version}`,
      `order-fulfilment,settle-order ${version}`,
      "reconcile-orders, orders-dev-fulfilment-reconcile-orders:live",
      `reconcile-orders,hand-over-orders ${version}`,
    ]);
  });
});
