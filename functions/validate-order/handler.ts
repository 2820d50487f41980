import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import type { Logger } from "../shared/logger";
import { runFunction } from "../shared/run-function";
import { integerSetting } from "../shared/settings";
import { type Validation, validateText } from "./validate-text";
import { type UploadValidation, uploadInputSchema, validateUpload } from "./validate-upload";

/**
 * Tells whether the text of a request, or an uploaded object, is an order: the order as it is recorded, or the answer
 * for the client with all that is wrong with it, and for an upload what is recorded of that. Lines that are too long for
 * a state are put in the bucket; nothing else is stored.
 * Throws InvalidInput, InvalidSetting, UploadGone, StorageUnavailable.
 */
export function handler(event: unknown, context?: Context): Promise<Validation | UploadValidation> {
  const name = "validate-order";
  return isOfUpload(event)
    ? runFunction({ name, input: uploadInputSchema, work: validateObject }, event, context)
    : runFunction({ name, input: textInputSchema, work: validateRequest }, event, context);
}

const textInputSchema = z.object({ body: z.string() });

function isOfUpload(event: unknown): boolean {
  return typeof event === "object" && event !== null && "upload" in event;
}

async function validateRequest({ body }: z.infer<typeof textInputSchema>, logger: Logger): Promise<Validation> {
  return validateText(body, retentionDays(), logger);
}

async function validateObject(input: z.infer<typeof uploadInputSchema>, logger: Logger): Promise<UploadValidation> {
  return validateUpload(input, retentionDays(), logger);
}

function retentionDays(): number {
  return integerSetting("ORDER_RETENTION_DAYS", 1, 36_500);
}
