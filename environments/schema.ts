import { z } from "zod";
import { backendSchema } from "./backend";
import {
  APPROVAL_SECONDS,
  DAY,
  DELIVERY_SECONDS,
  FULFILMENT_SECONDS,
  HAND_OVER_SECONDS,
  LOST_AFTER_SECONDS,
  QUEUE_SECONDS,
  UPLOAD_START_SECONDS,
} from "./order-life";
import { regionSchema } from "./region";
import { tagsSchema } from "./tags";

/** Days that CloudWatch Logs can keep a log group, from a year on: audits reach that far back. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

/** Less than the days in which a parcel must arrive, as AWS wants it of a heartbeat. */
const SILENCE_SECONDS = DELIVERY_SECONDS - 1;

const days = (seconds: number) => seconds / DAY;

/** Days within which every order ends, however long it waits for a claim and whatever its execution waits for. */
const LONGEST_ORDER_DAYS = days(LOST_AFTER_SECONDS + FULFILMENT_SECONDS);

/** Days within which every upload was read: by the execution that S3's event starts, or a person that its letter asks. */
const LONGEST_UPLOAD_DAYS = days(UPLOAD_START_SECONDS + QUEUE_SECONDS);

const wholeNumber = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
const yesOrNo = z.boolean({ error: "true or false" });

/**
 * The workflows that are started from outside, each through an alias. The others are their children, which come and go
 * back with them.
 */
export const RELEASED_WORKFLOWS = [
  "order-intake",
  "order-fulfilment",
  "resolve-approval",
  "carrier-event",
  "reconcile-orders",
] as const;

/** Far more than AWS numbers in a lifetime: a machine keeps 1,000 versions at a time. */
const LARGEST_VERSION = 1_000_000;

const release = z.strictObject(
  { version: wholeNumber(1, LARGEST_VERSION), newestPercent: wholeNumber(0, 99).optional() },
  { error: "{ version, newestPercent? }" },
);

/** The version of a workflow that new executions are kept on, and how many percent of them go to the newest all the same. */
export type Release = z.infer<typeof release>;

const emails = z.array(z.email({ error: "an e-mail address" }), { error: "a list of e-mail addresses" });

/** The functions append a path to it, so it bears none of the parts that would come after a path. */
const apiUrl = z
  .string({ error: "an https URL without a trailing slash" })
  .regex(/^https:\/\/[a-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._~-]+)*$/, { error: "an https URL without a trailing slash" });

const prefix = "1 to 16 lower-case letters and digits, of which the first is a letter";
const accountId = "an AWS account id: 12 digits in quotes";
const repository = "a GitHub repository as owner/name, or as owner@1/name@2 where its tokens bear ids";

/**
 * What differs between environments, and nothing else. The `error` of each setting is what is expected of it, as it
 * completes "expected ...".
 */
const settings = z.strictObject({
  /**
   * What the names of all stacks and resources begin with, before the environment's name: two developers with different
   * ones share an account. It has no hyphen, so that no other prefix and environment make the same names.
   */
  namePrefix: z
    .string({ error: prefix })
    .regex(/^[a-z][a-z0-9]{0,15}$/, { error: prefix })
    .default("orders"),
  region: regionSchema,
  /**
   * The only AWS account that may be deployed to; without it, any account that the credentials open. Where state is
   * shared or data is protected, it must be given.
   */
  accountId: z
    .string({ error: accountId })
    .regex(/^\d{12}$/, { error: accountId })
    .optional(),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS, { error: `one of ${LOG_RETENTION_DAYS.join(", ")}` }),
  /** Whether the table, the buckets, the key, the secrets and the API survive a mistaken destroy. */
  deletionProtection: yesOrNo,
  /** Days until DynamoDB drops an order, and S3 its lines, after it was received: more than any order takes. */
  orderRetentionDays: wholeNumber(1, 3650),
  /** Days until S3 drops an upload: more than it may wait to be read. Its order's lines are kept as long as the order. */
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
   * as one, and in how many runs in a row it is then handed over again. After those, it is handed over at growing
   * intervals; its age alone decides when it is lost.
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
   * Workflows whose newest version does not get every new execution. `{ version: 7, newestPercent: 10 }` gives it a
   * tenth and version 7 the rest; `{ version: 7 }` goes back to version 7 alone. What runs already stays on the version
   * on which it started.
   */
  releases: z.partialRecord(z.enum(RELEASED_WORKFLOWS, { error: `one of ${RELEASED_WORKFLOWS.join(", ")}` }), release, {
    error: "an object of workflows and their releases",
  }),
  /**
   * Whether this environment sets the role with which API Gateway writes logs. AWS has one such setting for an account
   * and region: where several environments share those, one of them sets it.
   */
  manageApiGatewayAccount: yesOrNo,
  /** Where the state of each stack is kept. */
  backend: backendSchema.default({ type: "local" }),
  /**
   * The GitHub repository whose workflows deploy this environment, by the roles of its bootstrap stack: named as its
   * tokens name it, since July 2026 with ids. An account has one OIDC provider for GitHub: where another stack made it,
   * `createOidcProvider` is false. Source:
   * https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
   */
  pipeline: z
    .strictObject(
      {
        repository: z
          .string({ error: repository })
          .regex(/^[A-Za-z0-9][A-Za-z0-9-]*(\/[A-Za-z0-9._-]+|@\d+\/[A-Za-z0-9._-]+@\d+)$/, { error: repository }),
        createOidcProvider: yesOrNo.default(true),
      },
      { error: "{ repository, createOidcProvider }" },
    )
    .optional(),
  /** Whether every role bears the bootstrap stack's boundary; without it, where there is a pipeline. */
  permissionsBoundary: yesOrNo.optional(),
  /** Tags on every resource, beside those that the stacks give. */
  tags: tagsSchema,
});

/** The settings, and what one asks of another. */
export const settingsSchema = settings
  .refine(({ backend, accountId }) => backend.type === "local" || accountId !== undefined, {
    path: ["accountId"],
    error: `${accountId}, because others share the state`,
  })
  .check((checked) => {
    const { value, issues } = checked;
    if (issues.length > 0) return;
    const refuse = (setting: "orderRetentionDays" | "uploadRetentionDays", message: string) =>
      issues.push({ code: "custom", path: [setting], message, input: value[setting] });
    if (value.orderRetentionDays <= LONGEST_ORDER_DAYS) refuse("orderRetentionDays", orderRetention(value));
    if (value.uploadRetentionDays <= LONGEST_UPLOAD_DAYS) refuse("uploadRetentionDays", UPLOAD_RETENTION);
  });

const UPLOAD_RETENTION =
  `more than ${LONGEST_UPLOAD_DAYS}: intake may start ${days(UPLOAD_START_SECONDS)} day late, and its dead letter ` +
  `waits ${days(QUEUE_SECONDS)} days for a person who needs the upload`;

/** A record that expires while its order is under way lets the same order be placed, charged and shipped again. */
function orderRetention({ approval, carrierSilenceSeconds }: z.output<typeof settings>): string {
  return (
    `more than ${LONGEST_ORDER_DAYS}: an order waits up to ${days(LOST_AFTER_SECONDS)} days for a claim ` +
    `(hand-overs for ${days(HAND_OVER_SECONDS)}, the queue's ${days(QUEUE_SECONDS)}, and a day), and its execution takes ` +
    `up to ${days(FULFILMENT_SECONDS)} (two approvals of ${approval.timeoutSeconds} s, a carrier silent for ` +
    `${carrierSilenceSeconds} s, ${days(DELIVERY_SECONDS)} days for delivery); a record that expires before lets the ` +
    "same order be fulfilled twice"
  );
}

/** The settings of one environment, as its file writes them. */
export type Settings = z.input<typeof settingsSchema>;

/** Validated settings, with the name by which the environment is chosen. */
export interface Environment extends z.output<typeof settingsSchema> {
  readonly name: string;
}
