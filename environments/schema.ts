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

/** Retention periods of CloudWatch Logs in days, from one year up because audits reach that far back. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

/** AWS requires a heartbeat to be shorter than its timeout, here the time in which a parcel must arrive. */
const SILENCE_SECONDS = DELIVERY_SECONDS - 1;

const days = (seconds: number) => seconds / DAY;

/** Days in which every order ends, however long it waits to be claimed and whatever its execution waits for. */
const LONGEST_ORDER_DAYS = days(LOST_AFTER_SECONDS + FULFILMENT_SECONDS);

/** Days in which every upload is read: by the execution that S3's event starts, or by a person with its dead letter. */
const LONGEST_UPLOAD_DAYS = days(UPLOAD_START_SECONDS + QUEUE_SECONDS);

const wholeNumber = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
const yesOrNo = z.boolean({ error: "true or false" });

/**
 * The workflows that are started from outside, each through an alias. The others are their children, which are released
 * and rolled back with them.
 */
export const RELEASED_WORKFLOWS = [
  "order-intake",
  "order-fulfilment",
  "resolve-approval",
  "carrier-event",
  "reconcile-orders",
] as const;

/** Far more than a machine reaches in its lifetime. It keeps 1,000 versions at a time. */
const LARGEST_VERSION = 1_000_000;

const release = z.strictObject(
  { version: wholeNumber(1, LARGEST_VERSION), newestPercent: wholeNumber(0, 99).optional() },
  { error: "{ version, newestPercent? }" },
);

/** The version that new executions of a workflow use, and the percentage of them that uses the newest one instead. */
export type Release = z.infer<typeof release>;

const emails = z.array(z.email({ error: "an e-mail address" }), { error: "a list of e-mail addresses" });

/** The functions append a path, so the URL has no query and no fragment. */
const apiUrl = z
  .string({ error: "an https URL without a trailing slash" })
  .regex(/^https:\/\/[a-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._~-]+)*$/, { error: "an https URL without a trailing slash" });

const prefix = "1 to 16 lower-case letters and digits, starting with a letter";
const accountId = "an AWS account id: 12 digits in quotes";
const repository = "a GitHub repository as owner/name, or as owner@1/name@2 where its tokens contain ids";

/** Only what differs between environments. The `error` of each setting completes the phrase "expected ...". */
const settings = z.strictObject({
  /**
   * The names of all stacks and resources begin with this, followed by the environment's name. Two developers with
   * different prefixes can share an account. A hyphen would let two pairs of prefix and environment form the same name.
   */
  namePrefix: z
    .string({ error: prefix })
    .regex(/^[a-z][a-z0-9]{0,15}$/, { error: prefix })
    .default("orders"),
  region: regionSchema,
  /**
   * The only AWS account that may be deployed to. Without it, the account of the credentials is used. Required where
   * state is shared or data is protected.
   */
  accountId: z
    .string({ error: accountId })
    .regex(/^\d{12}$/, { error: accountId })
    .optional(),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS, { error: `one of ${LOG_RETENTION_DAYS.join(", ")}` }),
  /** Whether to protect the table, the buckets, the key, the secrets and the API from an accidental destroy. */
  deletionProtection: yesOrNo,
  /** Days after receipt until DynamoDB deletes an order and S3 its lines. Longer than any order takes. */
  orderRetentionDays: wholeNumber(1, 3650),
  /** Days until S3 deletes an upload. Longer than it may wait to be read. Its order's lines are kept with the order. */
  uploadRetentionDays: wholeNumber(1, 3650),
  paymentApiUrl: apiUrl,
  carrierApiUrl: apiUrl,
  /**
   * A person must approve an order whose total, in minor units of its currency, is `threshold` or more. The order waits
   * `timeoutSeconds` for that, sends a reminder, and waits as long again.
   */
  approval: z.strictObject(
    { threshold: wholeNumber(0, Number.MAX_SAFE_INTEGER), timeoutSeconds: wholeNumber(1, APPROVAL_SECONDS) },
    { error: "{ threshold, timeoutSeconds }" },
  ),
  /** How many seconds the carrier may be silent about a booked parcel before it is asked. */
  carrierSilenceSeconds: wholeNumber(1, SILENCE_SECONDS),
  /**
   * Finds orders that nothing fulfils, every `everyMinutes`. An order counts as unfulfilled `limitSeconds` after
   * receipt. It is handed over again in `tries` consecutive runs, then at growing intervals. Its age alone decides when
   * it is lost.
   */
  reconcile: z.strictObject(
    { everyMinutes: wholeNumber(1, 1440), limitSeconds: wholeNumber(1, 43_200), tries: wholeNumber(1, 100) },
    { error: "{ everyMinutes, limitSeconds, tries }" },
  ),
  /** Requests per second that the API accepts, on average and in a burst. Further ones get 429. */
  throttling: z.strictObject(
    { requestsPerSecond: wholeNumber(1, 10_000), burst: wholeNumber(1, 5_000) },
    { error: "{ requestsPerSecond, burst }" },
  ),
  /** Whether the workflows' logs contain the input and output of each state, with addresses and payment tokens. */
  includeExecutionData: yesOrNo,
  /** Notified when an alarm fires. Each must confirm the subscription that AWS sends by e-mail. */
  alarmEmails: emails,
  /** Notified when an order awaits approval. Each must confirm the subscription too. */
  approverEmails: emails,
  /**
   * Workflows whose newest version does not get every new execution. `{ version: 7, newestPercent: 10 }` gives it a
   * tenth and version 7 the rest. `{ version: 7 }` rolls back to version 7. Running executions stay on the version that
   * they started with.
   */
  releases: z.partialRecord(z.enum(RELEASED_WORKFLOWS, { error: `one of ${RELEASED_WORKFLOWS.join(", ")}` }), release, {
    error: "an object of workflows and their releases",
  }),
  /**
   * Whether this environment sets the role in which API Gateway writes logs. AWS has one role per account and region.
   * Where several environments share those, only one may set it.
   */
  manageApiGatewayAccount: yesOrNo,
  /** Where to keep the state of each stack. */
  backend: backendSchema.default({ type: "local" }),
  /**
   * The GitHub repository whose workflows deploy this environment with the roles of its bootstrap stack. Write it as its
   * tokens do: since July 2026, with ids. An account has one OIDC provider for GitHub, so `createOidcProvider` is false
   * where another stack created it. Source:
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
  /** Whether every role has the bootstrap stack's boundary. By default, true for an environment with a pipeline. */
  permissionsBoundary: yesOrNo.optional(),
  /** Tags on every resource, in addition to those that the stacks set. */
  tags: tagsSchema,
});

/** The settings, with the checks that involve more than one of them. */
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
  `then waits ${days(QUEUE_SECONDS)} days for a person, who needs the upload`;

/** If a record expires while its order is in progress, the same order can be placed, charged and shipped again. */
function orderRetention({ approval, carrierSilenceSeconds }: z.output<typeof settings>): string {
  return (
    `more than ${LONGEST_ORDER_DAYS}: an order waits up to ${days(LOST_AFTER_SECONDS)} days to be claimed ` +
    `(${days(HAND_OVER_SECONDS)} of hand-overs, ${days(QUEUE_SECONDS)} on the queue, and one more), and its execution ` +
    `takes up to ${days(FULFILMENT_SECONDS)} (two approvals of ${approval.timeoutSeconds} s, a carrier silent for ` +
    `${carrierSilenceSeconds} s, ${days(DELIVERY_SECONDS)} days for delivery); if the record expires earlier, the same ` +
    "order can be fulfilled twice"
  );
}

/** The settings of one environment, as its file writes them. */
export type Settings = z.input<typeof settingsSchema>;

/** Validated settings, with the environment's name. */
export interface Environment extends z.output<typeof settingsSchema> {
  readonly name: string;
}
