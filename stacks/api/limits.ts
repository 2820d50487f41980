/** Bytes of the largest order that the workflow carries inline. Half of the 64 KiB that a state may hold. */
export const INLINE_BODY_LIMIT = 32_768;

/**
 * Characters of that order once it is escaped for JSON, where each non-ASCII character takes six. Keeps the workflow's
 * input under 64 KiB for orders in any script.
 */
export const ESCAPED_BODY_LIMIT = 60_000;

/** Characters of the longest orderId. */
export const ORDER_ID_LIMIT = 64;

/**
 * Characters of an approval or a carrier event once it is escaped for JSON: a comment of a page or two in any script. For
 * a larger one, the workflow gets only the size. A state may hold the body twice, as text and as JSON, under 64 KiB.
 */
export const ESCAPED_MESSAGE_LIMIT = 24_000;
