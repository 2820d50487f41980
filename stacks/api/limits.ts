/** Bytes of an order that travels through the workflow; a larger one is uploaded. Half of the 64 KiB that a state holds. */
export const INLINE_BODY_LIMIT = 32_768;

/**
 * Characters of that order once it is escaped for JSON, where each character that is not ASCII takes six: what keeps
 * the workflow's input under 64 KiB for orders in any script.
 */
export const ESCAPED_BODY_LIMIT = 60_000;

/** Characters of an orderId, as the contract has it. */
export const ORDER_ID_LIMIT = 64;

/**
 * Characters of an approval or a carrier event once it is escaped for JSON: a page or two of comment in any script. Of a
 * larger one the workflow gets the size alone. A state may hold it twice, as text and as JSON, and stays under 64 KiB.
 */
export const ESCAPED_MESSAGE_LIMIT = 24_000;
