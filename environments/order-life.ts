/** Seconds in a day. */
export const DAY = 86_400;

/** The longest time in seconds that SQS can keep a message. Every queue here uses it. Source:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const QUEUE_SECONDS = 14 * DAY;

/** How long after receipt, in seconds, a waiting order is handed over again. */
export const HAND_OVER_SECONDS = 2 * DAY;

/**
 * Seconds after receipt, after which no hand-over of an order can still arrive. The last hand-over is sent within
 * HAND_OVER_SECONDS. A dead-letter queue counts a message's age from when it entered its first queue. One day is added
 * for a message received in its last second. Source:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
 */
export const LOST_AFTER_SECONDS = HAND_OVER_SECONDS + QUEUE_SECONDS + DAY;

/** TimeoutSeconds of workflows/order-fulfilment.asl.json, including approvals and delivery. */
export const FULFILMENT_SECONDS = 90 * DAY;

/** The time in seconds in which a booked parcel must arrive: the TimeoutSeconds of AwaitDelivery. */
export const DELIVERY_SECONDS = 30 * DAY;

/**
 * The longest time in seconds that an approval may wait. Two of these waits, a delivery and every retry fit into
 * FULFILMENT_SECONDS. That leaves twelve days for undoing, recording and settling while a service is down.
 */
export const APPROVAL_SECONDS = (FULFILMENT_SECONDS - DELIVERY_SECONDS) / 2 - 6 * DAY;

/** How long, in seconds, EventBridge tries to start intake for an upload before it sends a dead letter. */
export const UPLOAD_START_SECONDS = DAY;
