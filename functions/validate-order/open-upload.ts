import type { Readable } from "node:stream";
import { GetObjectCommand, type GetObjectCommandOutput, S3ServiceException } from "@aws-sdk/client-s3";
import * as z from "zod/mini";
import { FunctionError } from "../shared/errors";
import { storage } from "../shared/storage";

/** An object as the event of its creation describes it. `size` is in bytes. */
export const uploadSchema = z.object({
  bucket: z.string().check(z.minLength(1)),
  key: z.string().check(z.regex(/^uploads\/[A-Za-z0-9_-]{1,64}$/)),
  size: z.int().check(z.nonnegative()),
  // In an event of a bucket without versions it may be empty.
  versionId: z.optional(z.nullable(z.string())),
  etag: z.optional(z.nullable(z.string())),
});

export interface OpenedUpload {
  /** Bytes of the object. */
  readonly size: number;
  /** Throws StorageUnavailable when the stream breaks off before the object is complete. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Discards what was not read. */
  close(): void;
}

/**
 * Opens the very object that the event names, not a later one under the same key.
 * Throws UploadChanged, UploadGone, StorageUnavailable.
 */
export async function openUpload({
  bucket,
  key,
  versionId,
  etag,
}: z.infer<typeof uploadSchema>): Promise<OpenedUpload> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ...(versionId ? { VersionId: versionId } : {}),
    ...(etag ? { IfMatch: quoted(etag) } : {}),
  });
  const { Body, ContentLength } = await storage()
    .send(command)
    .catch((cause) => fail(cause, key));
  const body = readable(Body, key);
  return { size: ContentLength ?? 0, chunks: () => readAll(body, key), close: () => body.destroy() };
}

/** Events leave out the quotes that are part of an ETag. */
function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

function fail(cause: unknown, key: string): never {
  const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
  if (status === 412) throw new FunctionError("UploadChanged", `${key} was replaced before it was read.`, { cause });
  if (status === 404) throw new FunctionError("UploadGone", `${key} is no longer in the bucket.`, { cause });
  throw unavailable(cause, `${key} cannot be read`);
}

async function* readAll(body: Readable, key: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk;
  } catch (cause) {
    throw unavailable(cause, `${key} broke off while being read`);
  }
}

function unavailable(cause: unknown, what: string): FunctionError {
  const reason = cause instanceof Error ? cause.name : "unknown error";
  return new FunctionError("StorageUnavailable", `${what}: ${reason}.`, { cause });
}

/** In Node.js the SDK's body is a Readable, but its type does not say so. */
function readable(body: GetObjectCommandOutput["Body"], key: string): Readable {
  if (body && "destroy" in body && "pipe" in body) return body;
  throw new FunctionError("StorageUnavailable", `${key} cannot be read: S3 answered without a body.`);
}
