import { S3Client } from "@aws-sdk/client-s3";

let client: S3Client | undefined;

/** The client of S3, one a sandbox. */
export function storage(): S3Client {
  client ??= new S3Client({
    // Another endpoint than AWS's own is an address of this machine, where a bucket cannot be part of the host's name.
    forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL),
    // Whoever stores says the checksum; the SDK's own would become part of a URL that is signed for other content.
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
