import * as z from "zod/mini";
import { FunctionError } from "../shared/errors";
import type { Logger } from "../shared/logger";
import { Problems } from "../shared/problems";
import { type Refusal, refuseChanged, refuseOrder, refuseSize, refuseText } from "./answers";
import { openUpload, uploadSchema } from "./open-upload";
import { type ReadOrder, readOrder } from "./read-order";
import { type Rejection, rejection } from "./rejection";
import { type StorableOrder, storable } from "./storable-order";

/** The size of the largest upload that is read, in bytes. */
export const uploadLimit = 100 * 1024 * 1024;

export const uploadInputSchema = z.object({ upload: uploadSchema });

export type UploadValidation =
  | { valid: true; order: StorableOrder & { readonly uploadId: string } }
  | ({ valid: false; rejection: Rejection } & Refusal);

/**
 * Checks whether an uploaded object is an order. Reads it as a stream and keeps only its lines in memory, at most
 * 100,000.
 * Throws UploadGone, StorageUnavailable.
 */
export async function validateUpload(
  { upload }: z.infer<typeof uploadInputSchema>,
  retentionDays: number,
  logger: Logger,
): Promise<UploadValidation> {
  const uploadId = upload.key.slice(upload.key.lastIndexOf("/") + 1);
  logger.appendKeys({ uploadId });
  const problems = new Problems();
  const refuse = (refusal: Refusal, read: ReadOrder = {}): UploadValidation => {
    logger.info("The upload is refused.", { error: refusal.answer.error, problems: problems.count });
    return { valid: false, ...refusal, rejection: rejection(uploadId, refusal, problems.count, read, retentionDays) };
  };

  if (upload.size > uploadLimit) return refuse(refuseSize(upload.size, uploadLimit));
  const opened = await openUpload(upload).catch(nameIfChanged);
  if (opened === "changed") return refuse(refuseChanged());
  if (opened.size > uploadLimit) {
    opened.close();
    return refuse(refuseSize(opened.size, uploadLimit));
  }
  const read = await readOrder(opened.chunks(), problems);
  if (read.orderId !== undefined) logger.appendKeys({ orderId: read.orderId });
  if (read.broken !== undefined) return refuse(refuseText(read.broken, "upload"), read);
  if (!read.order) return refuse(refuseOrder(problems), read);
  logger.info("The upload is valid.", { lineCount: read.order.lines.length, bytes: opened.size });
  return { valid: true, order: { ...(await storable(read.order, retentionDays)), uploadId } };
}

/** The replacement has an event of its own, which answers for it. */
function nameIfChanged(error: unknown): "changed" {
  if (error instanceof FunctionError && error.name === "UploadChanged") return "changed";
  throw error;
}
