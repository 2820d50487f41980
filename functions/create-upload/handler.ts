import { randomUUID } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import type { Logger } from "../shared/logger";
import { runFunction } from "../shared/run-function";
import { integerSetting, textSetting } from "../shared/settings";
import { storage } from "../shared/storage";

export interface Upload {
  /** Until it expires, its holder may store one object under the key: it goes to the caller alone and into no log. */
  readonly uploadUrl: string;
  readonly method: "PUT";
  /** Send these unchanged: the URL's signature covers them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

const headers = { "content-type": "application/json" };

/** The longest that S3 accepts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
const longestSeconds = 7 * 86_400;

/** Returns where to PUT an order of any size up to 100 MB. Calls no service: it only signs. Throws InvalidSetting. */
export function handler(event: unknown, context?: Context): Promise<Upload> {
  return runFunction({ name: "create-upload", input: z.unknown(), work: sign }, event, context);
}

async function sign(_: unknown, logger: Logger): Promise<Upload> {
  const seconds = integerSetting("UPLOAD_EXPIRES_SECONDS", 1, longestSeconds);
  const key = `uploads/${randomUUID()}`;
  const command = new PutObjectCommand({
    Bucket: textSetting("PAYLOAD_BUCKET"),
    Key: key,
    ContentType: headers["content-type"],
  });
  // The signature's time is in whole seconds, so the expiry is too.
  const signingDate = new Date(Math.floor(Date.now() / 1000) * 1000);
  const uploadUrl = await getSignedUrl(storage(), command, {
    expiresIn: seconds,
    signingDate,
    signableHeaders: new Set(Object.keys(headers)),
  });
  logger.info("An upload is prepared.", { key });
  const expiresAt = new Date(signingDate.getTime() + seconds * 1000).toISOString();
  return { uploadUrl, method: "PUT", headers, key, expiresAt };
}
