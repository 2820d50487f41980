import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../support/json";
import type { Deployment } from "../../deployment";
import type { Events, ServiceEvent } from "../events";
import type { Fauxqs } from "../fauxqs";
import type { ObjectCreated } from "../fauxqs/messages";

/** Sends an event to the default bus for each object written to a bucket whose notifications go to EventBridge. */
export function tellOfObjects(deployment: Deployment, fauxqs: Pick<Fauxqs, "onObjectCreated">, events: Events): void {
  const buckets = new Set(
    deployment
      .resources("aws_s3_bucket_notification")
      .filter(({ attributes }) => attributes.eventbridge === true)
      .map(({ attributes }) => attributes.bucket),
  );
  const versioned = new Set(
    deployment
      .resources("aws_s3_bucket_versioning")
      .filter(({ attributes }) => statusOf(attributes.versioning_configuration) === "Enabled")
      .map(({ attributes }) => attributes.bucket),
  );
  fauxqs.onObjectCreated((object) => {
    if (buckets.has(object.bucket)) events.emit(objectCreated(object, deployment, versioned.has(object.bucket)));
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function objectCreated(created: ObjectCreated, { accountId }: Deployment, isVersioned: boolean): ServiceEvent {
  const { bucket, key, size, etag, versionId } = created;
  const object: JsonObject = { key, size, etag, sequencer: sequencer() };
  if (isVersioned) object["version-id"] = versionId;
  return {
    source: "aws.s3",
    detailType: "Object Created",
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: "0",
      bucket: { name: bucket },
      object,
      "request-id": randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase(),
      requester: accountId,
      "source-ip-address": "127.0.0.1",
      reason: "PutObject",
    },
  };
}

let written = 0;

/** Increases with every write, as the sequencer of one key does. */
function sequencer(): string {
  written += 1;
  return (Date.now() * 1_000 + (written % 1_000)).toString(16).toUpperCase().padStart(18, "0");
}

function statusOf(configuration: JsonObject[string] | undefined): unknown {
  const [first] = Array.isArray(configuration) ? configuration : [configuration];
  return typeof first === "object" && first !== null && !Array.isArray(first) ? first.status : undefined;
}
