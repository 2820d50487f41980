import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../../support/json";
import type { AwsCall } from "../aws";

type Told = Pick<AwsCall, "action" | "input">;

/** What a request of S3's protocol asks for, as far as who may ask depends on it. */
export function s3Call(method: string, url: URL, headers: IncomingHttpHeaders): Told {
  const { bucket, key } = placeOf(url, headers.host ?? "");
  const version = url.searchParams.get("versionId");
  const checksum = headers["x-amz-checksum-mode"];
  const input: JsonObject = {
    Bucket: bucket,
    Key: key,
    ...(version === null ? {} : { VersionId: version }),
    ...(typeof checksum === "string" ? { ChecksumMode: checksum } : {}),
  };
  return {
    action: bucket === "" ? "ListBuckets" : key === "" ? onBucket(method, url) : onObject(method, url, headers),
    input,
  };
}

/** What a request of SNS asks for: its form names the action. */
export function snsCall(form: string): Told {
  const { Action: action = "", ...input } = Object.fromEntries(new URLSearchParams(form));
  return { action, input };
}

/** The bucket is in the host, before its first dot, or comes first in the path. */
function placeOf({ pathname }: URL, host: string): { bucket: string; key: string } {
  const path = decodeURIComponent(pathname.slice(1));
  const hostname = host.split(":", 1).join("");
  const isPlain = !hostname.includes(".") || /^[\d.]+$/.test(hostname) || hostname.startsWith("s3.");
  if (!isPlain) return { bucket: hostname.split(".", 1).join(""), key: path };
  const slash = path.indexOf("/");
  return slash < 0 ? { bucket: path, key: "" } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function onBucket(method: string, { searchParams }: URL): string {
  const subresource = [...searchParams.keys()].find((name) => BUCKET_SUBRESOURCES.has(name));
  if (subresource !== undefined) return `${method} ?${subresource}`;
  if (method === "GET") return searchParams.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
  return method === "HEAD" ? "HeadBucket" : `${method} bucket`;
}

const BUCKET_SUBRESOURCES = new Set([
  "versioning",
  "versions",
  "location",
  "uploads",
  "delete",
  "policy",
  "acl",
  "lifecycle",
]);
const OBJECT_SUBRESOURCES = new Set(["acl", "tagging", "retention", "legal-hold", "attributes", "restore", "select"]);

function onObject(method: string, { searchParams }: URL, headers: IncomingHttpHeaders): string {
  const subresource = [...searchParams.keys()].find((name) => OBJECT_SUBRESOURCES.has(name));
  // A copy needs to read as well, which nothing of the platform does.
  if (headers["x-amz-copy-source"] !== undefined) return "CopyObject";
  if (subresource !== undefined) return `${method} ?${subresource}`;
  if (searchParams.has("uploads")) return "CreateMultipartUpload";
  if (searchParams.has("uploadId")) return ON_PARTS[method] ?? `${method} ?uploadId`;
  return ON_OBJECTS[method] ?? `${method} object`;
}

const ON_PARTS: Readonly<Record<string, string>> = {
  PUT: "UploadPart",
  POST: "CompleteMultipartUpload",
  DELETE: "AbortMultipartUpload",
};
const ON_OBJECTS: Readonly<Record<string, string>> = {
  GET: "GetObject",
  HEAD: "HeadObject",
  PUT: "PutObject",
  DELETE: "DeleteObject",
};
