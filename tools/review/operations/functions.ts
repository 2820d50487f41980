import { amount, anyChange, choice, firstOf, flag, members, milderIfNew, presence } from "../attributes/judges";
import { attention, dangerous, type Judge, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
const PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources";
const MAPPING = "aws_lambda_event_source_mapping";
const INVOKE = "aws_lambda_function_event_invoke_config";

/** Runtimes that AWS no longer patches on 2026-11-28. Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const DEPRECATED =
  /^(nodejs|nodejs(4\.3|4\.3-edge|6\.10|8\.10|10\.x|12\.x|14\.x|16\.x|18\.x|20\.x)|python(2\.7|3\.[6-9])|ruby(2\.5|2\.7|3\.2)|java8|go1\.x|dotnetcore(1\.0|2\.0|2\.1|3\.1)|dotnet(5\.0|6|7)|provided)$/;

export const functionRows: readonly Row[] = [
  {
    rule: "function-concurrency",
    at: ["aws_lambda_function.reserved_concurrent_executions"],
    judge: milderIfNew(
      amount({
        absent: -1,
        special: {
          [-1]: { means: "no limit of its own", as: Number.POSITIVE_INFINITY },
          0: { means: "never runs", as: 0 },
        },
        to: {
          0: dangerous("the function never runs: without concurrency, Lambda throttles every invocation"),
          [-1]: attention(
            "the function has no limit of its own, so it may use up the account's concurrency and overload what it calls",
          ),
        },
        lowered: attention("invocations above the limit are throttled"),
        raised: attention("more invocations run at once, which what the function calls must bear"),
      }),
    ),
    isForNew: true,
    source: `${PROVIDER}/lambda_function#reserved_concurrent_executions`,
  },
  {
    rule: "function-timeout",
    at: ["aws_lambda_function.timeout"],
    judge: amount({
      unit: "seconds",
      absent: 3,
      lowered: attention("an invocation that takes longer is ended half-way, and its caller retries or fails"),
      raised: attention(
        "an invocation that hangs is ended later; its caller's timeout and the queue's visibility timeout must be longer",
      ),
    }),
    source: `${GUIDE}/configuration-timeout.html`,
  },
  {
    rule: "function-memory",
    at: ["aws_lambda_function.memory_size"],
    judge: amount({
      unit: "MB",
      absent: 128,
      lowered: attention("the function has less memory and less CPU: it runs slower, or is ended for want of memory"),
      raised: safe("the function has more memory and CPU, at a higher price a second"),
    }),
    source: `${GUIDE}/configuration-memory.html`,
  },
  {
    rule: "function-storage",
    at: ["aws_lambda_function.ephemeral_storage.size"],
    judge: amount({
      unit: "MB",
      absent: 512,
      lowered: attention("the function has less room in /tmp"),
      raised: safe("the function has more room in /tmp"),
    }),
    source: `${GUIDE}/configuration-ephemeral-storage.html`,
  },
  {
    rule: "function-runtime",
    at: ["aws_lambda_function.runtime"],
    judge: judgeRuntime,
    isForNew: true,
    source: `${GUIDE}/lambda-runtimes.html`,
  },
  {
    rule: "function-handler",
    at: ["aws_lambda_function.handler"],
    judge: anyChange(attention("another entry point of the code runs")),
    source: `${GUIDE}/nodejs-handler.html`,
  },
  {
    rule: "function-architecture",
    at: ["aws_lambda_function.architectures"],
    judge: anyChange(attention("the code runs on another processor, for which native modules must be built")),
    source: `${GUIDE}/foundation-arch.html`,
  },
  {
    rule: "function-role",
    at: ["aws_lambda_function.role"],
    judge: anyChange(attention("the function runs with another role's rights")),
    source: `${GUIDE}/lambda-intro-execution-role.html`,
  },
  {
    rule: "function-layers",
    at: ["aws_lambda_function.layers"],
    judge: anyChange(
      attention("the function runs with other layers, whose code and extensions this review does not see"),
    ),
    source: `${GUIDE}/chapter-layers.html`,
  },
  {
    rule: "function-environment",
    at: ["aws_lambda_function.environment.variables.*"],
    judge: presence({
      added: attention("the code sees a new variable"),
      removed: attention("the code no longer sees this variable"),
      changed: attention("the code sees another value"),
    }),
    source: `${GUIDE}/configuration-envvars.html`,
  },
  {
    rule: "function-key",
    at: ["aws_lambda_function.kms_key_arn"],
    judge: presence({
      removed: dangerous("the variables' encryption falls back from your KMS key to one of AWS's"),
      changed: attention("the variables are encrypted with another KMS key"),
      added: attention("the variables are encrypted with your KMS key, and its callers need rights to it"),
    }),
    source: `${GUIDE}/configuration-envvars-encryption.html`,
  },
  {
    rule: "function-dead-letters",
    at: ["aws_lambda_function.dead_letter_config", "aws_lambda_function.dead_letter_config.target_arn"],
    judge: (before, after, sides) =>
      presence({
        removed: dangerous(
          "an asynchronous event that the function fails on is lost: no dead-letter target takes it any more",
        ),
        added: safe("an asynchronous event that the function fails on is kept"),
        ...(typeof after === "string" && {
          changed: attention("dead letters go to another place, whose alarms must be there"),
        }),
      })(before, after, sides),
    source: `${GUIDE}/invocation-async-retain-records.html`,
  },
  {
    rule: "function-network",
    at: [
      "aws_lambda_function.vpc_config",
      "aws_lambda_function.vpc_config.subnet_ids",
      "aws_lambda_function.vpc_config.security_group_ids",
    ],
    judge: (before, after, sides) =>
      presence({
        removed: attention("the function leaves the VPC: it reaches the internet, and nothing private"),
        added: attention(
          "the function joins a VPC: it reaches AWS and the internet only through endpoints or a NAT gateway",
        ),
        ...(Array.isArray(after) &&
          typeof after[0] === "string" && { changed: attention("the function runs in another part of the network") }),
      })(before, after, sides),
    source: `${GUIDE}/configuration-vpc.html`,
  },
  {
    rule: "function-tracing",
    at: ["aws_lambda_function.tracing_config.mode"],
    judge: flag({
      off: attention("the function is traced only when its caller is"),
      on: safe("the function is traced"),
    }),
    source: `${GUIDE}/services-xray.html`,
  },
  {
    rule: "function-log-group",
    at: ["aws_lambda_function.logging_config.log_group", "aws_lambda_function.logging_config.log_format"],
    judge: anyChange(
      attention("logs are written elsewhere or in another form, which metric filters and alarms may not read"),
    ),
    source: `${GUIDE}/monitoring-cloudwatchlogs-advanced.html`,
  },
  {
    rule: "function-publish",
    at: ["aws_lambda_function.publish"],
    judge: flag({
      off: attention("changes publish no version, so aliases stay on the old one"),
      on: safe("each change publishes a version"),
    }),
    source: `${GUIDE}/configuration-versions.html`,
  },
  {
    rule: "function-url-authorization",
    at: ["aws_lambda_function_url.authorization_type"],
    judge: choice(
      {
        NONE: dangerous("the function is open to everyone on the internet, without authorization"),
        AWS_IAM: attention("callers must sign their requests"),
      },
      { absent: "AWS_IAM" },
    ),
    isForNew: true,
    source: `${GUIDE}/urls-auth.html`,
  },
  {
    rule: "alias-version",
    at: ["aws_lambda_alias.function_version"],
    judge: anyChange(attention("callers of the alias get another version of the function")),
    unknown: safe("the alias moves to the version that this apply publishes"),
    source: `${GUIDE}/configuration-aliases.html`,
  },
  {
    rule: "alias-weights",
    at: ["aws_lambda_alias.routing_config", "aws_lambda_alias.routing_config.additional_version_weights.*"],
    judge: (before, after, sides) =>
      typeof before === "number" || typeof after === "number" || before === undefined || after === undefined
        ? anyChange(attention("callers of the alias are split between versions by other weights"))(before, after, sides)
        : undefined,
    source: `${GUIDE}/configuring-alias-routing.html`,
  },
  {
    rule: "provisioned-concurrency",
    at: ["aws_lambda_provisioned_concurrency_config.provisioned_concurrent_executions"],
    judge: amount({
      lowered: attention("more invocations wait for a cold start"),
      raised: safe("fewer invocations wait for a cold start, at a higher price"),
    }),
    source: `${GUIDE}/provisioned-concurrency.html`,
  },
  {
    rule: "mapping-enabled",
    at: [`${MAPPING}.enabled`],
    judge: flag({
      absent: true,
      off: dangerous(
        "the function no longer reads its source (disabled): messages wait there and are deleted when their retention ends",
      ),
      on: attention("the function reads its source again, whatever has waited there first"),
    }),
    isForNew: true,
    source: `${GUIDE}/invocation-eventsourcemapping.html`,
  },
  {
    rule: "mapping-filter",
    at: [`${MAPPING}.filter_criteria`],
    judge: presence({
      added: dangerous("events that match no filter never reach the function; from a queue, Lambda deletes them"),
      changed: attention(
        "other events reach the function; those that match no filter are dropped, and from a queue deleted",
      ),
      removed: attention("every event reaches the function"),
    }),
    source: `${GUIDE}/invocation-eventfiltering.html`,
  },
  {
    rule: "mapping-batch",
    at: [`${MAPPING}.batch_size`, `${MAPPING}.maximum_batching_window_in_seconds`, `${MAPPING}.parallelization_factor`],
    judge: amount({
      raised: attention(
        "one invocation gets more, or waits longer: it must end within the timeout, and fails as a whole",
      ),
      lowered: attention("one invocation gets less, so more of them run"),
    }),
    source: `${GUIDE}/invocation-eventsourcemapping.html`,
  },
  {
    rule: "mapping-concurrency",
    at: [`${MAPPING}.scaling_config.maximum_concurrency`],
    judge: amount({
      lowered: attention("fewer invocations read the queue at once, so messages wait longer"),
      raised: attention("more invocations read the queue at once, which what the function calls must bear"),
    }),
    source: `${GUIDE}/services-sqs-scaling.html`,
  },
  {
    rule: "mapping-partial-failure",
    at: [`${MAPPING}.function_response_types`],
    judge: members({
      emptied: dangerous(
        "one message that fails makes the whole batch be received again, those that succeeded included (no ReportBatchItemFailures)",
      ),
      lost: attention("the function reports failures in another way"),
      gained: attention(
        "only the messages that the function names as failed are received again: its code must name them",
      ),
    }),
    source: `${GUIDE}/services-sqs-errorhandling.html`,
  },
  {
    rule: "mapping-retries",
    at: [`${MAPPING}.maximum_retry_attempts`],
    judge: amount({
      absent: -1,
      special: { [-1]: { means: "until the record expires", as: Number.POSITIVE_INFINITY } },
      to: { 0: dangerous("a batch that fails once is dropped, without a retry") },
      lowered: attention("a batch that fails is dropped after fewer retries"),
      raised: attention("a batch that fails blocks its shard for longer"),
    }),
    source: `${GUIDE}/services-kinesis-parameters.html`,
  },
  {
    rule: "mapping-age",
    at: [`${MAPPING}.maximum_record_age_in_seconds`],
    judge: amount({
      unit: "seconds",
      absent: -1,
      special: { [-1]: { means: "no limit", as: Number.POSITIVE_INFINITY } },
      lowered: attention("records that are older are dropped unread"),
      raised: attention("older records are still handled"),
    }),
    source: `${GUIDE}/services-kinesis-parameters.html`,
  },
  {
    rule: "failure-destination",
    at: [
      `${MAPPING}.destination_config`,
      `${MAPPING}.destination_config.on_failure.destination_arn`,
      `${INVOKE}.destination_config.on_failure`,
      `${INVOKE}.destination_config.on_failure.destination`,
    ],
    judge: (before, after, sides) =>
      presence({
        removed: dangerous("an event that the function fails on is lost: it has no failure destination any more"),
        added: safe("an event that the function fails on is kept"),
        ...(typeof after === "string" && {
          changed: attention("failed events go to another place, whose alarms must be there"),
        }),
      })(before, after, sides),
    source: `${GUIDE}/invocation-async-retain-records.html`,
  },
  {
    rule: "invoke-retries",
    at: [`${INVOKE}.maximum_retry_attempts`],
    judge: amount({
      absent: 2,
      lowered: attention("an asynchronous event that fails is given up after fewer retries"),
      raised: attention("an asynchronous event that fails is retried more often"),
    }),
    source: `${GUIDE}/invocation-async-configuring.html`,
  },
  {
    rule: "invoke-age",
    at: [`${INVOKE}.maximum_event_age_in_seconds`],
    judge: amount({
      unit: "seconds",
      absent: 21_600,
      lowered: attention("an asynchronous event that waits longer is dropped"),
      raised: attention("an asynchronous event may be handled later"),
    }),
    source: `${GUIDE}/invocation-async-configuring.html`,
  },
];

function judgeRuntime(...[before, after, sides]: Parameters<Judge>): ReturnType<Judge> {
  const deprecated = attention(
    "this runtime is deprecated: AWS no longer patches it, and will refuse updates of the function",
  );
  if (DEPRECATED.test(String(after))) return { ...deprecated, verb: "changes" };
  if (before === undefined) return undefined;
  return firstOf(anyChange(attention("the code runs on another version of its language")))(before, after, sides);
}
