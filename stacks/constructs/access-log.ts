import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { Bucket } from "./bucket";

export interface AccessLogOptions {
  /** The bucket whose requests are logged. */
  readonly bucket: { readonly arn: string; readonly name: string };
  /** The prefix of its log files' keys, such as `payloads`. */
  readonly prefix: string;
  /** The id of the resource that enables the log. */
  readonly id: string;
  /** The Sid of the statement that lets S3 write. */
  readonly sid: string;
}

/** Logs every request to a bucket, with its caller, in another bucket of the same stack. */
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
    // S3 refuses a target bucket that it may not write to yet.
    dependsOn: [log.policy],
  });
}
