import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../aws";

/**
 * Throws what S3 answers to a presigned URL whose time is over, to a request that lacks a header which the URL was
 * signed for, and to one with an `x-amz-` header that it was not signed for. The signature itself is not checked; a
 * request that is not presigned passes. Time is the clock's: a run compresses the workflows' time only.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function checkPresigned({ searchParams }: URL, headers: IncomingHttpHeaders, now = Date.now()): void {
  if (!searchParams.has("X-Amz-Signature")) return;
  const seconds = Number(searchParams.get("X-Amz-Expires") ?? "");
  const endsAt = signedAt(searchParams.get("X-Amz-Date") ?? "") + seconds * 1000;
  if (!(now <= endsAt)) {
    throw new AwsError("AccessDenied", "Request has expired", 403, {
      "X-Amz-Expires": seconds,
      Expires: isoTime(endsAt),
      ServerTime: isoTime(now),
    });
  }
  const signed = (searchParams.get("X-Amz-SignedHeaders") ?? "").toLowerCase().split(";");
  const missing = signed.filter((name) => name !== "" && headers[name] === undefined);
  if (missing.length > 0) {
    const verb = missing.length === 1 ? "is signed and was" : "are signed and were";
    throw new AwsError(
      "SignatureDoesNotMatch",
      `The request signature we calculated does not match the signature you provided: ${missing.join(", ")} ${verb} not sent.`,
      403,
    );
  }
  // Recorded in test_put_url_metadata_with_sig_s3v4 of LocalStack's tests against AWS; the hash of the body is exempt.
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith("x-amz-") && name !== "x-amz-content-sha256" && !signed.includes(name),
  );
  if (unsigned.length > 0) {
    const message = "There were headers present in the request which were not signed";
    throw new AwsError("AccessDenied", message, 403, { HeadersNotSigned: unsigned.sort().join(", ") });
  }
}

/** `20260131T120000Z` as milliseconds since 1970; NaN for anything else, which no time is before. */
function signedAt(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function isoTime(ms: number): string {
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
