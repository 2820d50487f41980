import type { Level } from "../../../../tools/review/finding";
import { markdownReport } from "../../../../tools/review/report/markdown";
import { verdictOf } from "../../../../tools/review/report/report";
import { review } from "../../../../tools/review/review";
import { subjectOf } from "../../../../tools/review/subject";
import { readPlan } from "../../../../tools/terraform/plan";
import { change, type GivenChange, machine, plan } from "../plan-json";
import { report } from "../report/reports";

type Json = Readonly<Record<string, unknown>>;
/** A plan, the words that a reviewer of it must find, in any case, and the verdict. `members` are other members of the plan. */
type Row = readonly [title: string, changes: readonly Json[], words: readonly string[], verdict: Level, members?: Json];
const A = "111122223333";
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${A}:${resource}`;
const upd = (address: string, base: Json, before: Json, after: Json, more: GivenChange = {}) =>
  change(address, { before: { ...base, ...before }, after: { ...base, ...after }, ...more });
const table = { name: "orders", hash_key: "pk", arn: arn("dynamodb", "table/orders"), billing_mode: "PAY_PER_REQUEST" };
const queue = {
  name: "dead",
  url: "https://sqs.eu-west-1.amazonaws.com/1/dead",
  arn: arn("sqs", "dead"),
  message_retention_seconds: 345600,
};
const bucket = { bucket: "orders", arn: "arn:aws:s3:::orders" };
const alarm = {
  alarm_name: "failed",
  comparison_operator: "GreaterThanThreshold",
  threshold: 1,
  evaluation_periods: 1,
  metric_name: "ExecutionsFailed",
  namespace: "AWS/States",
  period: 60,
  statistic: "Sum",
  actions_enabled: true,
  alarm_actions: [arn("sns", "ops")],
};
const fn = {
  function_name: "charge",
  arn: arn("lambda", "function:charge"),
  handler: "i.h",
  runtime: "nodejs22.x",
  memory_size: 256,
  timeout: 10,
  role: `arn:aws:iam::${A}:role/charge`,
  reserved_concurrent_executions: -1,
};
const sfn = (fnName: string) => ({
  StartAt: "Charge",
  States: {
    Charge: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: arn("lambda", `function:${fnName}`) },
      End: true,
    },
  },
});
const del = (address: string, before: Json, more: GivenChange = {}) => change(address, { before, ...more });
const rep = (address: string, before: Json, after: Json, paths: string[][], more: GivenChange = {}) =>
  change(address, { before, after: { ...before, ...after }, replacePaths: paths, ...more });
const ROWS: readonly Row[] = [
  [
    "table destroyed",
    [del("aws_dynamodb_table.orders", table, { reason: "delete_because_no_resource_config" })],
    ["aws_dynamodb_table.orders", "destroyed", "items"],
    "dangerous",
  ],
  [
    "table in module with for_each destroyed by key",
    [del('module.a["x"].aws_dynamodb_table.orders["eu"]', table, { reason: "delete_because_each_key" })],
    ['module.a["x"].aws_dynamodb_table.orders["eu"]', "for_each", "destroyed"],
    "dangerous",
  ],
  [
    "count lowered queue",
    [del("aws_sqs_queue.dead[1]", queue, { reason: "delete_because_count_index" })],
    ["aws_sqs_queue.dead[1]", "count", "messages"],
    "dangerous",
  ],
  [
    "table replaced by range_key",
    [rep("aws_dynamodb_table.orders", { ...table, range_key: "a" }, { range_key: "sk" }, [["range_key"]])],
    ["range_key", "a → sk", "replace"],
    "dangerous",
  ],
  [
    "bucket replaced by name",
    [rep("aws_s3_bucket.b", bucket, { bucket: "orders-2" }, [["bucket"]])],
    ["bucket", "orders → orders-2", "replace", "object"],
    "dangerous",
  ],
  [
    "bucket force_destroy",
    [upd("aws_s3_bucket.b", bucket, { force_destroy: false }, { force_destroy: true })],
    ["force_destroy", "false → true"],
    "dangerous",
  ],
  [
    "bucket force_destroy and destroy",
    [del("aws_s3_bucket.b", { ...bucket, force_destroy: true })],
    ["force_destroy", "destroyed"],
    "dangerous",
  ],
  [
    "key destroyed",
    [del("aws_kms_key.k", { key_id: "abc", deletion_window_in_days: 7, arn: arn("kms", "key/abc") })],
    ["destroyed", "7", "decrypt"],
    "dangerous",
  ],
  [
    "key deletion window",
    [upd("aws_kms_key.k", { key_id: "abc" }, { deletion_window_in_days: 30 }, { deletion_window_in_days: 7 })],
    ["deletion_window_in_days", "30", "7"],
    "attention",
  ],
  [
    "key disabled",
    [upd("aws_kms_key.k", { key_id: "abc" }, { is_enabled: true }, { is_enabled: false })],
    ["is_enabled", "true → false", "disabled"],
    "dangerous",
  ],
  [
    "key rotation off",
    [upd("aws_kms_key.k", { key_id: "abc" }, { enable_key_rotation: true }, { enable_key_rotation: false })],
    ["enable_key_rotation", "true → false", "rotat"],
    "attention",
  ],
  [
    "secret destroyed",
    [
      del("aws_secretsmanager_secret.s", {
        name: "db",
        recovery_window_in_days: 0,
        arn: arn("secretsmanager", "secret:db"),
      }),
    ],
    ["secret", "recover", "destroyed"],
    "dangerous",
  ],
  [
    "secret recovery window 30 → 0",
    [
      upd(
        "aws_secretsmanager_secret.s",
        { name: "db" },
        { recovery_window_in_days: 30 },
        { recovery_window_in_days: 0 },
      ),
    ],
    ["recovery_window_in_days", "30", "0", "recover"],
    "dangerous",
  ],
  [
    "log group destroyed",
    [del("aws_cloudwatch_log_group.l", { name: "/x", retention_in_days: 30 })],
    ["log", "destroyed"],
    "dangerous",
  ],
  [
    "retention 30 → 7",
    [upd("aws_cloudwatch_log_group.l", { name: "/x" }, { retention_in_days: 30 }, { retention_in_days: 7 })],
    ["retention_in_days", "30", "7", "retention", "deletes"],
    "dangerous",
  ],
  [
    "retention 30 → 0",
    [upd("aws_cloudwatch_log_group.l", { name: "/x" }, { retention_in_days: 30 }, { retention_in_days: 0 })],
    ["retention_in_days", "30", "0", "for ever"],
    "safe",
  ],
  [
    "retention 0 → 30",
    [upd("aws_cloudwatch_log_group.l", { name: "/x" }, { retention_in_days: 0 }, { retention_in_days: 30 })],
    ["retention_in_days", "for ever", "30"],
    "dangerous",
  ],
  [
    "PITR off",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 35 }] },
        { point_in_time_recovery: [{ enabled: false, recovery_period_in_days: 35 }] },
      ),
    ],
    ["point_in_time_recovery", "true → false", "point-in-time", "recovery"],
    "dangerous",
  ],
  [
    "PITR block removed",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { point_in_time_recovery: [{ enabled: true }] },
        { point_in_time_recovery: [] },
      ),
    ],
    ["point_in_time_recovery", "point-in-time"],
    "dangerous",
  ],
  [
    "deletion protection off",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { deletion_protection_enabled: true },
        { deletion_protection_enabled: false },
      ),
    ],
    ["deletion_protection_enabled", "true → false", "protection"],
    "dangerous",
  ],
  [
    "encryption key of table removed",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { server_side_encryption: [{ enabled: true, kms_key_arn: arn("kms", "key/a") }] },
        { server_side_encryption: [] },
      ),
    ],
    ["server_side_encryption", "encrypt"],
    "dangerous",
  ],
  [
    "ttl on",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { ttl: [{ enabled: false, attribute_name: "" }] },
        { ttl: [{ enabled: true, attribute_name: "expires" }] },
      ),
    ],
    ["ttl", "expires", "TTL", "delete"],
    "attention",
  ],
  [
    "ttl attribute",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { ttl: [{ enabled: true, attribute_name: "a" }] },
        { ttl: [{ enabled: true, attribute_name: "expires" }] },
      ),
    ],
    ["ttl", "a → expires", "TTL"],
    "dangerous",
  ],
  [
    "ttl off",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { ttl: [{ enabled: true, attribute_name: "a" }] },
        { ttl: [{ enabled: false, attribute_name: "a" }] },
      ),
    ],
    ["ttl", "true → false", "TTL"],
    "attention",
  ],
  [
    "stream off",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { stream_enabled: true, stream_view_type: "NEW_IMAGE" },
        { stream_enabled: false, stream_view_type: "" },
      ),
    ],
    ["stream_enabled", "true → false"],
    "dangerous",
  ],
  [
    "versioning suspended",
    [
      upd(
        "aws_s3_bucket_versioning.v",
        { bucket: "orders" },
        { versioning_configuration: [{ status: "Enabled" }] },
        { versioning_configuration: [{ status: "Suspended" }] },
      ),
    ],
    ["versioning", "Enabled → Suspended"],
    "dangerous",
  ],
  [
    "versioning resource destroyed",
    [del("aws_s3_bucket_versioning.v", { bucket: "orders", versioning_configuration: [{ status: "Enabled" }] })],
    ["versioning", "destroyed"],
    "dangerous",
  ],
  [
    "bucket encryption destroyed",
    [
      del("aws_s3_bucket_server_side_encryption_configuration.v", {
        bucket: "orders",
        rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id: "k" }] }],
      }),
    ],
    ["encrypt"],
    "dangerous",
  ],
  [
    "public access block destroyed",
    [
      del("aws_s3_bucket_public_access_block.v", {
        bucket: "orders",
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      }),
    ],
    ["block_public", "public"],
    "dangerous",
  ],
  [
    "lifecycle expiration added",
    [
      upd(
        "aws_s3_bucket_lifecycle_configuration.l",
        { bucket: "orders" },
        { rule: [{ id: "a", status: "Enabled", expiration: [] }] },
        { rule: [{ id: "a", status: "Enabled", expiration: [{ days: 7 }] }] },
      ),
    ],
    ["expiration", "7", "lifecycle", "delete"],
    "dangerous",
  ],
  [
    "lifecycle created",
    [
      change("aws_s3_bucket_lifecycle_configuration.l", {
        after: { bucket: "orders", rule: [{ id: "a", status: "Enabled", expiration: [{ days: 1 }] }] },
      }),
    ],
    ["lifecycle", "1", "delete"],
    "dangerous",
  ],
  [
    "redrive removed",
    [
      upd(
        "aws_sqs_queue.q",
        queue,
        { redrive_policy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "d"), maxReceiveCount: 3 }) },
        { redrive_policy: "" },
      ),
    ],
    ["redrive_policy", "dead-letter"],
    "dangerous",
  ],
  [
    "maxReceiveCount",
    [
      upd(
        "aws_sqs_queue.q",
        queue,
        { redrive_policy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "d"), maxReceiveCount: 5 }) },
        { redrive_policy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "d"), maxReceiveCount: 1 }) },
      ),
    ],
    ["maxReceiveCount", "5 → 1", "dead-letter"],
    "attention",
  ],
  [
    "retention of queue",
    [upd("aws_sqs_queue.dead", queue, { message_retention_seconds: 1209600 }, { message_retention_seconds: 60 })],
    ["message_retention_seconds", "1209600", "60", "retention"],
    "dangerous",
  ],
  [
    "sqs encryption off",
    [upd("aws_sqs_queue.dead", queue, { sqs_managed_sse_enabled: true }, { sqs_managed_sse_enabled: false })],
    ["sqs_managed_sse_enabled", "true → false", "encrypt"],
    "dangerous",
  ],
  [
    "alarm deleted",
    [del("aws_cloudwatch_metric_alarm.a", alarm)],
    ["alarm", "destroyed", "ExecutionsFailed"],
    "dangerous",
  ],
  [
    "alarm disabled",
    [upd("aws_cloudwatch_metric_alarm.a", alarm, {}, { actions_enabled: false })],
    ["actions_enabled", "true → false", "disabled"],
    "dangerous",
  ],
  [
    "alarm no action",
    [upd("aws_cloudwatch_metric_alarm.a", alarm, {}, { alarm_actions: [] })],
    ["alarm_actions"],
    "dangerous",
  ],
  [
    "alarm threshold 1→1000",
    [upd("aws_cloudwatch_metric_alarm.a", alarm, {}, { threshold: 1000 })],
    ["threshold", "1 → 1000"],
    "attention",
  ],
  [
    "alarm created disabled",
    [change("aws_cloudwatch_metric_alarm.a", { after: { ...alarm, actions_enabled: false } })],
    ["actions_enabled", "disabled"],
    "attention",
  ],
  [
    "api authorization NONE",
    [upd("aws_api_gateway_method.m", { http_method: "POST" }, { authorization: "AWS_IAM" }, { authorization: "NONE" })],
    ["authorization", "AWS_IAM → NONE", "everyone"],
    "dangerous",
  ],
  [
    "api method created NONE",
    [change("aws_api_gateway_method.m", { after: { http_method: "POST", authorization: "NONE" } })],
    ["authorization", "NONE"],
    "dangerous",
  ],
  [
    "function url created NONE",
    [change("aws_lambda_function_url.u", { after: { function_name: "charge", authorization_type: "NONE" } })],
    ["authorization_type", "NONE", "everyone"],
    "dangerous",
  ],
  [
    "reserved 0",
    [upd("aws_lambda_function.c", fn, { reserved_concurrent_executions: 10 }, { reserved_concurrent_executions: 0 })],
    ["reserved_concurrent_executions", "10", "0", "concurrency"],
    "dangerous",
  ],
  [
    "reserved -1",
    [upd("aws_lambda_function.c", fn, { reserved_concurrent_executions: 10 }, { reserved_concurrent_executions: -1 })],
    ["reserved_concurrent_executions", "10", "-1", "no limit"],
    "attention",
  ],
  [
    "function created with 0",
    [change("aws_lambda_function.c", { after: { ...fn, reserved_concurrent_executions: 0 } })],
    ["reserved_concurrent_executions", "0"],
    "attention",
  ],
  [
    "pipe stopped",
    [upd("aws_pipes_pipe.p", { name: "p" }, { desired_state: "RUNNING" }, { desired_state: "STOPPED" })],
    ["desired_state", "RUNNING → STOPPED", "stopped"],
    "dangerous",
  ],
  [
    "rule disabled",
    [upd("aws_cloudwatch_event_rule.r", { name: "r" }, { state: "ENABLED" }, { state: "DISABLED" })],
    ["state", "ENABLED → DISABLED", "disabled"],
    "dangerous",
  ],
  [
    "schedule disabled",
    [upd("aws_scheduler_schedule.r", { name: "r" }, { state: "ENABLED" }, { state: "DISABLED" })],
    ["state", "ENABLED → DISABLED", "disabled"],
    "dangerous",
  ],
  [
    "schedule rate",
    [
      upd(
        "aws_scheduler_schedule.r",
        { name: "r" },
        { schedule_expression: "rate(1 hour)" },
        { schedule_expression: "rate(7 days)" },
      ),
    ],
    ["schedule_expression", "rate(1 hour) → rate(7 days)"],
    "attention",
  ],
  [
    "mapping disabled",
    [upd("aws_lambda_event_source_mapping.m", { function_name: "charge" }, { enabled: true }, { enabled: false })],
    ["enabled", "true → false"],
    "dangerous",
  ],
  [
    "lambda alias weight",
    [
      upd(
        "aws_lambda_alias.a",
        { name: "live", function_name: "charge", function_version: "1" },
        { routing_config: [] },
        { routing_config: [{ additional_version_weights: { "2": 0.9 } }] },
      ),
    ],
    ["routing_config", "0.9", "alias"],
    "attention",
  ],
  [
    "lambda alias version",
    [
      upd(
        "aws_lambda_alias.a",
        { name: "live", function_name: "charge" },
        { function_version: "1" },
        { function_version: "2" },
      ),
    ],
    ["function_version", "1 → 2", "alias"],
    "attention",
  ],
  [
    "sfn alias weights",
    [
      upd(
        "aws_sfn_alias.a",
        { name: "live" },
        { routing_configuration: [{ state_machine_version_arn: arn("states", "stateMachine:o:1"), weight: 100 }] },
        {
          routing_configuration: [
            { state_machine_version_arn: arn("states", "stateMachine:o:1"), weight: 10 },
            { state_machine_version_arn: arn("states", "stateMachine:o:2"), weight: 90 },
          ],
        },
      ),
    ],
    ["weight", "10", "90", "alias"],
    "attention",
  ],
  [
    "function deleted that state calls",
    [
      machine("aws_sfn_state_machine.o", { before: sfn("charge"), after: sfn("charge") }),
      del("aws_lambda_function.c", fn),
    ],
    ["aws_lambda_function.c", "Charge", "calls"],
    "dangerous",
  ],
  [
    "function deleted that running executions call",
    [
      machine("aws_sfn_state_machine.o", { before: sfn("charge"), after: sfn("other") }),
      del("aws_lambda_function.c", fn),
    ],
    ["aws_lambda_function.c", "Charge", "running"],
    "dangerous",
  ],
  [
    "function replaced that state calls",
    [
      machine("aws_sfn_state_machine.o", { before: sfn("charge"), after: sfn("charge") }),
      rep("aws_lambda_function.c", fn, { function_name: "charge-2", arn: arn("lambda", "function:charge-2") }, [
        ["function_name"],
      ]),
    ],
    ["function_name", "charge → charge-2", "Charge"],
    "dangerous",
  ],
  [
    "function of other forgotten",
    [change("aws_lambda_function.c", { before: fn, after: undefined, actions: ["forget"] })],
    ["forgotten", "aws_lambda_function.c"],
    "attention",
  ],
  [
    "moved",
    [change("aws_dynamodb_table.new", { before: table, after: table, previousAddress: "aws_dynamodb_table.old" })],
    ["moved", "aws_dynamodb_table.old", "aws_dynamodb_table.new"],
    "safe",
  ],
  [
    "moved and replaced",
    [
      change("aws_dynamodb_table.new", {
        before: table,
        after: { ...table, hash_key: "id" },
        replacePaths: [["hash_key"]],
        previousAddress: "aws_dynamodb_table.old",
      }),
    ],
    ["moved", "hash_key", "pk → id"],
    "dangerous",
  ],
  [
    "imported",
    [change("aws_dynamodb_table.t", { before: table, after: table, importing: { id: "orders" } })],
    ["imported", "orders"],
    "safe",
  ],
  [
    "tainted",
    [
      change("aws_sqs_queue.q", {
        before: queue,
        after: queue,
        actions: ["delete", "create"],
        reason: "replace_because_tainted",
      }),
    ],
    ["tainted", "replace"],
    "dangerous",
  ],
  [
    "deposed",
    [change("aws_dynamodb_table.q", { before: table, deposed: "abcd1234" })],
    ["deposed", "abcd1234"],
    "dangerous",
  ],
  [
    "deferred",
    [],
    ["deferred", "aws_sqs_queue.q"],
    "attention",
    {
      complete: false,
      deferred_changes: [
        { reason: "resource_config_unknown", resource_change: change("aws_sqs_queue.q", { after: queue }) },
      ],
    },
  ],
  [
    "failed check",
    [],
    ["check", "fail", "queue is too long"],
    "attention",
    {
      checks: [
        {
          address: { kind: "check", name: "h", to_display: "check.health" },
          status: "fail",
          instances: [
            { address: { to_display: "check.health" }, status: "fail", problems: [{ message: "queue is too long" }] },
          ],
        },
      ],
    },
  ],
  [
    "action invocation",
    [],
    ["action", "action.aws_lambda_invoke.x"],
    "attention",
    {
      action_invocations: [
        {
          address: "action.aws_lambda_invoke.x",
          type: "aws_lambda_invoke",
          name: "x",
          lifecycle_action_trigger: {
            triggering_resource_address: "aws_sqs_queue.q",
            action_trigger_event: "AfterCreate",
          },
        },
      ],
    },
  ],
  ["errored", [], ["error", "incomplete"], "attention", { errored: true }],
  ["incomplete", [], ["incomplete"], "attention", { complete: false }],
  [
    "other provider replaced",
    [
      rep("google_storage_bucket.b", { name: "x", location: "EU" }, { location: "US" }, [["location"]], {
        provider: "registry.terraform.io/hashicorp/google",
      }),
    ],
    ["google_storage_bucket.b", "location", "EU → US", "replace"],
    "dangerous",
  ],
  [
    "other provider updated",
    [
      upd(
        "azurerm_storage_account.b",
        { name: "x" },
        { public_network_access_enabled: false },
        { public_network_access_enabled: true },
        { provider: "registry.terraform.io/hashicorp/azurerm" },
      ),
    ],
    ["public_network_access_enabled", "false → true"],
    "attention",
  ],
  [
    "random password replaced",
    [
      rep("random_password.p", { length: 16 }, { length: 32 }, [["length"]], {
        provider: "registry.terraform.io/hashicorp/random",
      }),
    ],
    ["length", "16 → 32"],
    "attention",
  ],
  [
    "sns topic destroyed",
    [del("aws_sns_topic.t", { name: "t", arn: arn("sns", "t") })],
    ["destroyed", "topic"],
    "dangerous",
  ],
  [
    "subscription destroyed",
    [del("aws_sns_topic_subscription.t", { topic_arn: arn("sns", "t"), protocol: "email", endpoint: "a@b" })],
    ["destroyed", "subscri"],
    "dangerous",
  ],
  [
    "tags only",
    [upd("aws_dynamodb_table.orders", table, { tags: { a: "1" } }, { tags: { a: "2" } })],
    ["tags"],
    "safe",
  ],
  [
    "log group created",
    [change("aws_cloudwatch_log_group.l", { after: { name: "/x", retention_in_days: 30 } })],
    ["created"],
    "safe",
  ],
  [
    "point-in-time recovery period lowered",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 35 }] },
        { point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 1 }] },
      ),
    ],
    ["recovery_period_in_days", "35", "1"],
    "dangerous",
  ],
  [
    "usage plan throttle removed",
    [
      upd(
        "aws_api_gateway_usage_plan.u",
        { name: "u" },
        { throttle_settings: [{ rate_limit: 10, burst_limit: 5 }] },
        { throttle_settings: [] },
      ),
    ],
    ["throttle_settings", "no limit"],
    "attention",
  ],
  [
    "gateway stage throttle -1",
    [
      upd(
        "aws_api_gateway_method_settings.s",
        { method_path: "*/*" },
        { settings: [{ throttling_rate_limit: 10 }] },
        { settings: [{ throttling_rate_limit: -1 }] },
      ),
    ],
    ["throttling_rate_limit", "10", "-1", "no limit"],
    "attention",
  ],
  [
    "lambda timeout",
    [upd("aws_lambda_function.c", fn, { timeout: 10 }, { timeout: 3 })],
    ["timeout", "10", "3"],
    "attention",
  ],
  [
    "lambda dlq removed",
    [
      upd(
        "aws_lambda_function.c",
        fn,
        { dead_letter_config: [{ target_arn: arn("sqs", "d") }] },
        { dead_letter_config: [] },
      ),
    ],
    ["dead_letter_config", "dead-letter"],
    "dangerous",
  ],
  [
    "lambda env",
    [
      upd(
        "aws_lambda_function.c",
        fn,
        { environment: [{ variables: { TABLE: "a" } }] },
        { environment: [{ variables: { TABLE: "b" } }] },
      ),
    ],
    ["TABLE", "a → b"],
    "attention",
  ],
  [
    "lambda role",
    [upd("aws_lambda_function.c", fn, {}, { role: `arn:aws:iam::${A}:role/admin` })],
    ["role", "admin"],
    "attention",
  ],
  [
    "lambda runtime",
    [upd("aws_lambda_function.c", fn, {}, { runtime: "nodejs20.x" })],
    ["runtime", "nodejs22.x → nodejs20.x"],
    "attention",
  ],
  [
    "lambda code",
    [upd("aws_lambda_function.c", fn, { source_code_hash: "a" }, { source_code_hash: "b" })],
    ["code"],
    "safe",
  ],
  [
    "event target destroyed",
    [del("aws_cloudwatch_event_target.t", { rule: "r", arn: arn("sqs", "d") })],
    ["destroyed", "target"],
    "dangerous",
  ],
  ["pipe destroyed", [del("aws_pipes_pipe.t", { name: "p" })], ["destroyed", "pipe"], "dangerous"],
  [
    "secret value",
    [
      change("aws_secretsmanager_secret_version.v", {
        before: { secret_id: "s", secret_string: "hunter2hunter2" },
        after: { secret_id: "s", secret_string: "correcthorse" },
        beforeSensitive: { secret_string: true },
        afterSensitive: { secret_string: true },
      }),
    ],
    ["secret_string", "sensitive"],
    "attention",
  ],
  [
    "secret rotation off",
    [
      del("aws_secretsmanager_secret_rotation.v", {
        secret_id: "s",
        rotation_rules: [{ automatically_after_days: 30 }],
      }),
    ],
    ["rotat"],
    "attention",
  ],
  [
    "rds",
    [del("aws_db_instance.d", { identifier: "d", skip_final_snapshot: true })],
    ["skip_final_snapshot", "destroyed"],
    "dangerous",
  ],
  [
    "rds skip",
    [upd("aws_db_instance.d", { identifier: "d" }, { skip_final_snapshot: false }, { skip_final_snapshot: true })],
    ["skip_final_snapshot", "false → true"],
    "dangerous",
  ],
  [
    "sg open",
    [
      upd(
        "aws_security_group.d",
        { name: "d" },
        { ingress: [] },
        { ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }] },
      ),
    ],
    ["ingress", "22", "everyone"],
    "dangerous",
  ],
  ["waf assoc", [del("aws_wafv2_web_acl_association.d", { resource_arn: "x" })], ["firewall"], "dangerous"],
  [
    "drift policy",
    [],
    ["drift", "retention_in_days", "30 → 7"],
    "attention",
    {
      resource_drift: [
        upd("aws_cloudwatch_log_group.l", { name: "/x" }, { retention_in_days: 30 }, { retention_in_days: 7 }),
      ],
    },
  ],
  [
    "drift deleted",
    [change("aws_sqs_queue.q", { after: queue })],
    ["drift", "deleted", "aws_sqs_queue.q"],
    "attention",
    { resource_drift: [del("aws_sqs_queue.q", queue)] },
  ],
  [
    "drift noise tags",
    [],
    [],
    "safe",
    { resource_drift: [upd("aws_sqs_queue.q", queue, { tags: null, tags_all: {} }, { tags: {}, tags_all: {} })] },
  ],
  [
    "drift deletion protection",
    [],
    ["drift", "deletion_protection_enabled", "true → false"],
    "attention",
    {
      resource_drift: [
        upd(
          "aws_dynamodb_table.l",
          table,
          { deletion_protection_enabled: true },
          { deletion_protection_enabled: false },
        ),
      ],
    },
  ],
  [
    "drift machine definition",
    [],
    ["drift", "definition"],
    "attention",
    { resource_drift: [machine("aws_sfn_state_machine.o", { before: sfn("a"), after: sfn("b") })] },
  ],
  [
    "drift public block",
    [],
    ["drift", "block_public_acls"],
    "attention",
    {
      resource_drift: [
        upd(
          "aws_s3_bucket_public_access_block.b",
          { bucket: "o" },
          { block_public_acls: true },
          { block_public_acls: false },
        ),
      ],
    },
  ],
  [
    "output removed",
    [],
    ["output", "x", "removed"],
    "attention",
    { output_changes: { x: { actions: ["delete"], before: "a", after: null } } },
  ],
  [
    "create_before_destroy",
    [
      change("aws_sqs_queue.q", {
        before: queue,
        after: { ...queue, name: "n" },
        actions: ["create", "delete"],
        replacePaths: [["name"]],
      }),
    ],
    ["name", "dead → n"],
    "dangerous",
  ],
  [
    "queue fifo nested module count",
    [
      rep(
        'module.shop[0].module.q["a.b"].aws_sqs_queue.this[0]',
        { ...queue, fifo_queue: false },
        { fifo_queue: true },
        [["fifo_queue"]],
      ),
    ],
    ['module.shop[0].module.q["a.b"].aws_sqs_queue.this[0]', "fifo_queue", "false → true"],
    "dangerous",
  ],
  [
    "log group replaced by name",
    [rep("aws_cloudwatch_log_group.l", { name: "/a", retention_in_days: 30 }, { name: "/b" }, [["name"]])],
    ["/a → /b"],
    "dangerous",
  ],
  [
    "replace path into a list",
    [
      change("aws_dynamodb_table.t", {
        before: { ...table, local_secondary_index: [{ name: "a", range_key: "x" }] },
        after: { ...table, local_secondary_index: [{ name: "b", range_key: "x" }] },
        replacePaths: [["local_secondary_index"]],
      }),
    ],
    ["local_secondary_index"],
    "dangerous",
  ],
  [
    "replace to unknown",
    [
      change("aws_kms_key.k", {
        before: { key_id: "a", multi_region: false },
        after: {},
        afterUnknown: { multi_region: true, key_id: true },
        replacePaths: [["multi_region"]],
      }),
    ],
    ["multi_region", "known after"],
    "dangerous",
  ],
  [
    "sfn logging off",
    [
      machine("aws_sfn_state_machine.o", {
        before: sfn("a"),
        after: sfn("a"),
        attributes: { logging_configuration: [{ level: "ALL", include_execution_data: true }] },
        attributesAfter: { logging_configuration: [{ level: "OFF", include_execution_data: false }] },
        actions: ["update"],
      }),
    ],
    ["level", "ALL → OFF", "include_execution_data"],
    "attention",
  ],
  [
    "sfn logs execution data",
    [
      machine("aws_sfn_state_machine.o", {
        before: sfn("a"),
        after: sfn("a"),
        attributes: { logging_configuration: [{ level: "ALL", include_execution_data: false }] },
        attributesAfter: { logging_configuration: [{ level: "ALL", include_execution_data: true }] },
        actions: ["update"],
      }),
    ],
    ["include_execution_data", "false → true"],
    "attention",
  ],
  [
    "table gone that a state uses",
    [
      machine("aws_sfn_state_machine.o", {
        before: undefined,
        after: {
          StartAt: "Put",
          States: {
            Put: {
              Type: "Task",
              Resource: "arn:aws:states:::dynamodb:putItem",
              Parameters: { TableName: "orders", Item: {} },
              End: true,
            },
          },
        },
      }),
      del("aws_dynamodb_table.t", table),
    ],
    ["Put", "aws_dynamodb_table.t"],
    "dangerous",
  ],
  [
    "queue gone that a state uses",
    [
      machine("aws_sfn_state_machine.o", {
        before: {
          StartAt: "Send",
          States: {
            Send: {
              Type: "Task",
              Resource: "arn:aws:states:::sqs:sendMessage",
              Parameters: { QueueUrl: queue.url, MessageBody: "x" },
              End: true,
            },
          },
        },
        after: {
          StartAt: "Send",
          States: {
            Send: {
              Type: "Task",
              Resource: "arn:aws:states:::sqs:sendMessage",
              Parameters: { QueueUrl: queue.url, MessageBody: "x" },
              End: true,
            },
          },
        },
      }),
      del("aws_sqs_queue.dead", queue),
    ],
    ["Send", "aws_sqs_queue.dead"],
    "dangerous",
  ],
  [
    "encryption downgrade ebs",
    [upd("aws_ebs_volume.v", {}, { encrypted: true }, { encrypted: false })],
    ["encrypted", "true → false"],
    "dangerous",
  ],
  [
    "provisioned capacity 0 on-demand",
    [
      upd(
        "aws_dynamodb_table.orders",
        table,
        { billing_mode: "PAY_PER_REQUEST" },
        { billing_mode: "PROVISIONED", read_capacity: 1, write_capacity: 1 },
      ),
    ],
    ["billing_mode", "PAY_PER_REQUEST → PROVISIONED"],
    "attention",
  ],
  [
    "visibility timeout 0",
    [upd("aws_sqs_queue.q", queue, { visibility_timeout_seconds: 30 }, { visibility_timeout_seconds: 0 })],
    ["visibility_timeout_seconds", "30", "0"],
    "attention",
  ],
  [
    "hostile address",
    [
      change("aws_sqs_queue.q", {
        before: { ...queue, name: "<img src=x onerror=1>|`\n# hi @everyone" },
        after: undefined,
      }),
    ],
    ["destroyed"],
    "dangerous",
  ],
];

test.each(ROWS.map(([title, ...row]) => ({ title, row })))("$title", async ({ row }) => {
  const [changes, words, verdict, members] = row;
  const read = readPlan("plan", JSON.parse(JSON.stringify(plan({ changes, ...members }))));
  const { findings } = await review(subjectOf([read]));
  const { isComplete } = read;
  const found = report({ plans: [read], findings, isWhole: isComplete, verdict: verdictOf(findings, isComplete) });
  const page = markdownReport(found, undefined).toLowerCase();
  expect(words.filter((word) => !page.includes(word.toLowerCase()))).toEqual([]);
  expect(found.verdict).toBe(verdict);
});
