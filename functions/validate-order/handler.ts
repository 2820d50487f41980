import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import type { Logger } from "../shared/logger";
import { runFunction } from "../shared/run-function";
import { integerSetting } from "../shared/settings";
import { type Validation, validateText } from "./validate-text";
import { type UploadValidation, uploadInputSchema, validateUpload } from "./validate-upload";

/**
 * Checks whether the text of a request, or an uploaded object, is an order. Returns the order as it is to be recorded,
 * or the client's answer with every problem; for an upload also the rejection to record. Puts lines that are too long
 * for a state in the bucket and stores nothing else.
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
