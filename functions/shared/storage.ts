import { S3Client } from "@aws-sdk/client-s3";

let client: S3Client | undefined;

/** The S3 client, one per sandbox. */
export function storage(): S3Client {
  client ??= new S3Client({
    // An endpoint other than AWS's own is an address of this machine, where a bucket cannot be part of the host name.
    forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL),
    // The caller sets the checksum. One by the SDK would be part of a presigned URL, which is signed for other content.
    requestChecksumCalculation: "WHEN_REQUIRED",
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: 10_000,
      socketTimeout: 10_000,
      throwOnRequestTimeout: true,
    },
  });
  return client;
}
