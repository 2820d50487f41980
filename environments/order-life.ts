/** Seconds of a day. */
export const DAY = 86_400;

/** Seconds for which SQS keeps a message at most, and every queue here does. Source:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const QUEUE_SECONDS = 14 * DAY;

/** Seconds after its receipt for which an order that waits is handed over again. */
export const HAND_OVER_SECONDS = 2 * DAY;

/**
 * Seconds after its receipt when no hand-over of an order can arrive any more: the last one was sent within
 * HAND_OVER_SECONDS, a dead-letter queue counts a message's age from its first queue on, and a day is left for a
 * message that was received in its last second. Source:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
 */
export const LOST_AFTER_SECONDS = HAND_OVER_SECONDS + QUEUE_SECONDS + DAY;

/** TimeoutSeconds of workflows/order-fulfilment.asl.json: approvals and the carrier's days are within it. */
export const FULFILMENT_SECONDS = 90 * DAY;

/** Seconds within which a booked parcel must arrive: the TimeoutSeconds of AwaitDelivery. */
export const DELIVERY_SECONDS = 30 * DAY;

/**
 * Seconds for which an approval may wait at most. Two such waits, a delivery and every retry fit into FULFILMENT_SECONDS;
 * twelve days are left for undoing, recording and settling while a service is down.
 */
export const APPROVAL_SECONDS = (FULFILMENT_SECONDS - DELIVERY_SECONDS) / 2 - 6 * DAY;

/** Seconds for which EventBridge tries to start intake for an upload before it leaves a dead letter. */
export const UPLOAD_START_SECONDS = DAY;
