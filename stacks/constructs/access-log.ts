import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { Bucket } from "./bucket";

export interface AccessLogOptions {
  /** Whose requests are written down. */
  readonly bucket: { readonly arn: string; readonly name: string };
  /** What the keys of its log files begin with, such as `payloads`. */
  readonly prefix: string;
  /** Names the resource that turns the log on. */
  readonly id: string;
  /** Names the statement that lets S3 write. */
  readonly sid: string;
}

/** Writes each request to a bucket, with its caller, to a bucket of the same stack that keeps logs. */
export function logAccess(scope: Construct, { bucket, prefix, id, sid }: AccessLogOptions): void {
  const { accountId, environment } = PlatformStack.of(scope);
  // S3 delivers access logs only to a bucket that is encrypted with S3's own key. Source:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  const log = new Bucket(scope, "access-log", {
    part: "access-log",
    expireAfterDays: environment.logRetentionDays,
    writers: (logArn) => [
      {
        Sid: sid,
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${logArn}/${prefix}/*`,
        Condition: {
          ArnEquals: { "aws:SourceArn": bucket.arn },
          StringEquals: { "aws:SourceAccount": accountId },
        },
      },
    ],
  });
  new S3BucketLoggingA(scope, id, {
    bucket: bucket.name,
    targetBucket: log.name,
    targetPrefix: `${prefix}/`,
    // S3 refuses a target into which it may not write yet.
    dependsOn: [log.policy],
  });
}
