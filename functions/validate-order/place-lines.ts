import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { FunctionError } from "../shared/errors";
import type { OrderLine } from "../shared/order";
import { textSetting } from "../shared/settings";
import { storage } from "../shared/storage";

/** Bytes of lines, as JSON, that travel through the workflow's states. */
const inlineLimit = 32_768;

/** Where the lines of an order are. `sha256` is in Base64, as S3 reports it. */
type LinesAt = { in: "TABLE" } | { in: "S3"; bucket: string; key: string; bytes: number; sha256: string };

export interface PlacedLines {
  /** JSON text of the lines, for the table; `[]` if they are in S3. */
  readonly lines: string;
  /** JSON text of a LinesAt. */
  readonly linesAt: string;
}

/**
 * Puts the lines of an order in the bucket if they are too long for a state. The key contains their digest, so putting
 * them twice is harmless. Throws StorageUnavailable.
 */
export async function placeLines(orderId: string, lines: readonly OrderLine[]): Promise<PlacedLines> {
  const text = JSON.stringify(lines);
  const bytes = Buffer.byteLength(text);
  if (bytes <= inlineLimit) return placed(text, { in: "TABLE" });
  const digest = createHash("sha256").update(text).digest();
  const bucket = textSetting("PAYLOAD_BUCKET");
  const key = `lines/${orderId}/${digest.toString("hex")}.json`;
  const sha256 = digest.toString("base64");
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: Buffer.from(text),
    ContentLength: bytes,
    ContentType: "application/json",
    ChecksumSHA256: sha256,
  });
  await storage()
    .send(command)
    .catch((cause) => {
      const reason = cause instanceof Error ? cause.name : "unknown error";
      throw new FunctionError("StorageUnavailable", `${key} cannot be stored: ${reason}.`, { cause });
    });
  return placed("[]", { in: "S3", bucket, key, bytes, sha256 });
}

function placed(lines: string, linesAt: LinesAt): PlacedLines {
  return { lines, linesAt: JSON.stringify(linesAt) };
}
