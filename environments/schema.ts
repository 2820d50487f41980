import { z } from "zod";

/** Days that CloudWatch Logs can keep a log group, from a year on: audits reach that far back. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

/** Twice this and the 30 days in which a parcel must arrive end within the 90 days that fulfilment may take. */
const APPROVAL_SECONDS = 28 * 86_400;

/** Less than the 30 days in which a parcel must arrive, as AWS wants it of a heartbeat. */
const SILENCE_SECONDS = 30 * 86_400 - 1;

const wholeNumber = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
const yesOrNo = z.boolean({ error: "true or false" });

const emails = z.array(z.email({ error: "an e-mail address" }), { error: "a list of e-mail addresses" });

/** The functions append a path to it, so it bears none of the parts that would come after a path. */
const apiUrl = z
  .string({ error: "an https URL without a trailing slash" })
  .regex(/^https:\/\/[a-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._~-]+)*$/, { error: "an https URL without a trailing slash" });

/**
 * What differs between environments, and nothing else. The `error` of each setting is what is expected of it, as it
 * completes "expected ...".
 */
export const settingsSchema = z.strictObject({
  /** AWS region, such as `eu-west-1`. */
  region: z
    .string({ error: "an AWS region such as eu-west-1" })
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "an AWS region such as eu-west-1" }),
  /** The only AWS account that may be deployed to; without it, any account that the credentials open. */
  accountId: z
    .string({ error: "an AWS account id: 12 digits in quotes" })
    .regex(/^\d{12}$/, { error: "an AWS account id: 12 digits in quotes" })
    .optional(),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS, { error: `one of ${LOG_RETENTION_DAYS.join(", ")}` }),
  /** Whether the table, the bucket, the key and the secrets survive a mistaken destroy. */
  deletionProtection: yesOrNo,
  /** Days until DynamoDB drops an order after it was received. */
  orderRetentionDays: wholeNumber(1, 3650),
  /** Days until S3 drops an upload. Its order outlives it: the lines are kept as long as the order. */
  uploadRetentionDays: wholeNumber(1, 3650),
  paymentApiUrl: apiUrl,
  carrierApiUrl: apiUrl,
  /**
   * A person must approve an order whose total, in minor units of its currency, is `threshold` or more. `timeoutSeconds`
   * is how long is waited for that: twice, with a reminder between.
   */
  approval: z.strictObject(
    { threshold: wholeNumber(0, Number.MAX_SAFE_INTEGER), timeoutSeconds: wholeNumber(1, APPROVAL_SECONDS) },
    { error: "{ threshold, timeoutSeconds }" },
  ),
  /** Seconds without a word of the carrier about a booked parcel until it is asked. */
  carrierSilenceSeconds: wholeNumber(1, SILENCE_SECONDS),
  /**
   * Orders that nothing fulfils: how often they are looked for, how many seconds after it was received an order counts
   * as one, and how often it is handed over again before a person must look.
   */
  reconcile: z.strictObject(
    { everyMinutes: wholeNumber(1, 1440), limitSeconds: wholeNumber(1, 43_200), tries: wholeNumber(1, 100) },
    { error: "{ everyMinutes, limitSeconds, tries }" },
  ),
  /** Requests that the API lets through in a second, on average and at once; more are answered 429. */
  throttling: z.strictObject(
    { requestsPerSecond: wholeNumber(1, 10_000), burst: wholeNumber(1, 5_000) },
    { error: "{ requestsPerSecond, burst }" },
  ),
  /** Whether the workflows' logs hold what goes in and out of each state: addresses and payment tokens among it. */
  includeExecutionData: yesOrNo,
  /** Who is told when an alarm fires; each must confirm the subscription that AWS mails. */
  alarmEmails: emails,
  /** Who is told that an order awaits approval; likewise. */
  approverEmails: emails,
  /**
   * Whether this environment sets the role with which API Gateway writes logs. AWS has one such setting for an account
   * and region: where several environments share those, one of them sets it.
   */
  manageApiGatewayAccount: yesOrNo,
  /** Tags on every resource, beside those that the stacks give. */
  tags: z.record(z.string(), z.string({ error: "text" }), { error: "an object of names and texts" }),
});

/** The settings of one environment, as its file writes them. */
export type Settings = z.infer<typeof settingsSchema>;

/** Validated settings, with the name by which the environment is chosen. */
export interface Environment extends Settings {
  readonly name: string;
}
