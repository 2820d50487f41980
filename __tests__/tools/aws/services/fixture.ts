import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsService, LocalAws } from "../../../../tools/aws/aws";
import { type Deployment, loadDeployment } from "../../../../tools/aws/deployment";
import { Endpoint } from "../../../../tools/aws/endpoint";
import type { BeforeTouch } from "../../../../tools/aws/services/dynamodb";
import { Fauxqs } from "../../../../tools/aws/services/fauxqs";
import { type Services, startServices } from "../../../../tools/aws/services/start";
import type { JsonObject } from "../../../../tools/support/json";
import type { Listening } from "../../../../tools/support/listen";
import { type StackFile, writeSynthesized } from "../deployment/fixture";
import { everyone } from "../everyone";

export const table = "orders-test-data-orders";
export const account = "123456789012";
export const region = "eu-central-1";

/** One table, a queue with its dead-letter queue, a topic that delivers to the queue, a bucket, a bus and a secret. */
export const smallStack: StackFile = {
  data: { aws_caller_identity: { caller: {} } },
  resource: {
    aws_dynamodb_table: {
      orders: {
        name: table,
        hash_key: "pk",
        range_key: "sk",
        attribute: ["pk", "sk", "pendingHandOver", "receivedAt"].map((name) => ({ name, type: "S" })),
        ttl: { attribute_name: "expiresAt", enabled: true },
        global_secondary_index: [
          {
            name: "pending-hand-over",
            hash_key: "pendingHandOver",
            range_key: "receivedAt",
            projection_type: "KEYS_ONLY",
          },
        ],
      },
    },
    aws_sqs_queue: {
      dlq: { name: "orders-test-data-dlq", sqs_managed_sse_enabled: true },
      work: {
        name: "orders-test-data-work",
        visibility_timeout_seconds: 45,
        redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.dlq.arn}","maxReceiveCount":1}',
      },
    },
    aws_sns_topic: { customer: { name: "orders-test-data-customer" } },
    aws_sns_topic_subscription: {
      work: {
        topic_arn: "${aws_sns_topic.customer.arn}",
        protocol: "sqs",
        endpoint: "${aws_sqs_queue.work.arn}",
        raw_message_delivery: true,
      },
    },
    aws_s3_bucket: { payloads: { bucket: "orders-test-data-payloads-${data.aws_caller_identity.caller.account_id}" } },
    aws_s3_bucket_notification: { payloads: { bucket: "${aws_s3_bucket.payloads.id}", eventbridge: true } },
    aws_s3_bucket_versioning: {
      payloads: { bucket: "${aws_s3_bucket.payloads.id}", versioning_configuration: { status: "Enabled" } },
    },
    aws_cloudwatch_event_bus: { events: { name: "orders-test-data-events" } },
    aws_secretsmanager_secret: { payment: { name: "orders-test-data-payment" } },
  },
};

export interface Running {
  readonly aws: LocalAws;
  readonly deployment: Deployment;
  readonly endpoint: Listening;
  readonly services: Services;
  /** Reported faults of the endpoint itself. */
  readonly faults: unknown[];
  close(): Promise<void>;
}

/** Starts the services over {@link smallStack}, and the endpoint on a free port. */
export async function startLocalAws(
  options: { beforeTouch?: BeforeTouch; others?: readonly AwsService[] } = {},
): Promise<Running> {
  const outdir = mkdtempSync(join(tmpdir(), "local-aws-"));
  writeSynthesized(outdir, { "orders-test-data": smallStack });
  const aws = new LocalAws(everyone);
  const faults: unknown[] = [];
  const fauxqs = await Fauxqs.start({ accountId: account, region });
  const endpoint = await Endpoint.listen(0);
  endpoint.serve({ aws, fauxqs, onFault: (fault) => faults.push(fault) });
  const deployment = loadDeployment(outdir, "test", { awsUrl: endpoint.url });
  const services = await startServices(aws, deployment, fauxqs, options.beforeTouch);
  for (const part of options.others ?? []) aws.register(part);
  return {
    aws,
    deployment,
    endpoint,
    services,
    faults,
    async close() {
      await endpoint.close();
      await fauxqs.close();
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}

/** What every SDK client needs to call the endpoint. */
export function clientOptions(endpoint: Listening, accessKeyId = "local") {
  return {
    endpoint: endpoint.url,
    region,
    credentials: { accessKeyId, secretAccessKey: "local" },
    maxAttempts: 1,
  };
}

export function order(id: string, fields: JsonObject = {}): JsonObject {
  return { pk: { S: `ORDER#${id}` }, sk: { S: "ORDER" }, ...fields };
}
