import type { Needs } from "./needs";

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html: the object is decrypted only to return its checksum.
 */
export const s3Needs: Needs = (action, { Bucket, Key, VersionId, ChecksumMode }, { encryption }) => {
  if (action === "ListBuckets") return [{ action: "s3:ListAllMyBuckets", resource: "*" }];
  const bucket = `arn:aws:s3:::${Bucket}`;
  const resource = `${bucket}/${Key}`;
  switch (action) {
    case "ListObjects":
    case "ListObjectsV2":
    case "HeadBucket":
      return [{ action: "s3:ListBucket", resource: bucket }];
    case "GetObject":
    case "HeadObject": {
      const read = VersionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
      const opens = action === "GetObject" || ChecksumMode === "ENABLED";
      return [{ action: read, resource }, ...(opens ? encryption.uses(bucket, "s3:read") : [])];
    }
    case "PutObject":
      return [{ action: "s3:PutObject", resource }, ...encryption.uses(bucket, "s3:write")];
    case "CreateMultipartUpload":
    case "UploadPart":
    case "CompleteMultipartUpload":
      return [{ action: "s3:PutObject", resource }, ...encryption.uses(bucket, "s3:write-part")];
    case "AbortMultipartUpload":
      return [{ action: "s3:AbortMultipartUpload", resource }];
    case "DeleteObject":
      return [{ action: VersionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion", resource }];
    default:
      return undefined;
  }
};
