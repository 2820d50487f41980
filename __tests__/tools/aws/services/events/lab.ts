import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsCall, type AwsService, LocalAws } from "../../../../../tools/aws/aws";
import { type Deployment, loadDeployment } from "../../../../../tools/aws/deployment";
import type { Pace } from "../../../../../tools/aws/pace";
import type { JsonObject } from "../../../../../tools/support/json";
import { type StackFile, writeSynthesized } from "../../deployment/fixture";
import { everyone } from "../../everyone";

/** No time passes at all; what was waited for is kept, in seconds. */
export interface StoppedClock extends Pace {
  readonly waited: number[];
}

export function stoppedClock(): StoppedClock {
  const waited: number[] = [];
  const waitMs = (seconds: number) => {
    waited.push(seconds);
    return 0;
  };
  return { waited, waitMs, timeoutMs: () => 0, callbackMs: () => 0 };
}

const stack: StackFile = {
  resource: {
    aws_sqs_queue: { dlq: { name: "dlq" } },
    aws_s3_bucket: { payloads: { bucket: "payloads" } },
    aws_cloudwatch_event_bus: { other: { name: "other" } },
    aws_cloudwatch_event_rule: {
      uploaded: {
        name: "uploaded",
        event_pattern: '{"source":["aws.s3"],"detail":{"object":{"key":[{"prefix":"uploads/"}]}}}',
      },
      off: { name: "off", state: "DISABLED", event_pattern: '{"source":["aws.s3"]}' },
    },
    aws_cloudwatch_event_target: {
      intake: {
        rule: "${aws_cloudwatch_event_rule.uploaded.name}",
        arn: "arn:aws:states:eu-central-1:123456789012:stateMachine:intake",
        role_arn: "arn:aws:iam::123456789012:role/uploaded",
        input_transformer: { input_paths: { key: "$.detail.object.key" }, input_template: '{"key":<key>}' },
        retry_policy: { maximum_retry_attempts: 2 },
        dead_letter_config: { arn: "${aws_sqs_queue.dlq.arn}" },
      },
      never: {
        rule: "${aws_cloudwatch_event_rule.off.name}",
        arn: "arn:aws:states:eu-central-1:123456789012:stateMachine:never",
        role_arn: "arn:aws:iam::123456789012:role/never",
      },
    },
    aws_scheduler_schedule: {
      reconcile: {
        name: "reconcile",
        schedule_expression: "rate(5 minutes)",
        target: {
          arn: "arn:aws:states:eu-central-1:123456789012:stateMachine:reconcile",
          role_arn: "arn:aws:iam::123456789012:role/reconcile",
          input: '{"limitSeconds":120}',
          retry_policy: { maximum_retry_attempts: 0 },
          dead_letter_config: { arn: "${aws_sqs_queue.dlq.arn}" },
        },
      },
    },
  },
};

export interface Lab {
  readonly aws: LocalAws;
  readonly deployment: Deployment;
  /** Every call of any service, in order. */
  readonly calls: AwsCall[];
  readonly problems: string[];
  readonly onError: (message: string) => void;
  close(): void;
}

/** A rule, a schedule and their queue, over services that answer with `serve`. */
export function openLab(
  serve: (call: AwsCall) => JsonObject | Promise<JsonObject>,
  change: (stack: StackFile) => void = () => {},
): Lab {
  const outdir = mkdtempSync(join(tmpdir(), "local-events-"));
  const changed = structuredClone(stack);
  change(changed);
  writeSynthesized(outdir, { "orders-test-data": changed });
  const aws = new LocalAws(everyone);
  const calls: AwsCall[] = [];
  const problems: string[] = [];
  for (const service of ["states", "sqs"]) {
    const part: AwsService = {
      service,
      call: async (action, input, principal) => {
        const call = { service, action, input, principal };
        calls.push(call);
        return serve(call);
      },
    };
    aws.register(part);
  }
  return {
    aws,
    deployment: loadDeployment(outdir, "test", { awsUrl: "http://127.0.0.1:4566" }),
    calls,
    problems,
    onError: (message) => problems.push(message),
    close: () => rmSync(outdir, { recursive: true, force: true }),
  };
}
