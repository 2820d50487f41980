import { z } from "zod";

/** Keys of the tags that every resource has, whatever the settings. stacks/platform-stack.ts sets their values. */
export const BUILT_IN_TAGS = ["Project", "Environment", "Stack", "ManagedBy"] as const;

/** The most tags on one resource. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_TAGS = 50;

/** In characters. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/**
 * The characters that IAM and CloudWatch Logs accept. No other service is stricter. They leave out `$`, `%` and `{`, so
 * no text is a Terraform template.
 */
const TEXT = String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]`;

/** AWS reserves this prefix in keys and values, in upper and lower case. Source: https://docs.aws.amazon.com/batch/latest/userguide/tag-restrictions.html */
const NOT_RESERVED = "(?!aws:)";

const key = `a key of 1 to ${LONGEST_KEY} letters, digits, spaces and _.:/=+-@ that does not begin with aws:`;
const value = `1 to ${LONGEST_VALUE} letters, digits, spaces and _.:/=+-@ that do not begin with aws:`;

const pattern = (most: number) => new RegExp(`^${NOT_RESERVED}${TEXT}{1,${most}}$`, "iu");

/**
 * Tags that a team adds to every resource. EventBridge Scheduler accepts no empty value. Source:
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Tag.html
 */
export const tagsSchema = z
  .record(
    z.string().regex(pattern(LONGEST_KEY)),
    z.string({ error: "text" }).regex(pattern(LONGEST_VALUE), { error: value }),
    {
      error: (issue) => (issue.code === "invalid_key" ? key : "an object of names and texts"),
    },
  )
  .superRefine((tags, context) => {
    const keys = Object.keys(tags);
    for (const [index, name] of keys.entries()) {
      const isLike = (other: string) => other.toLowerCase() === name.toLowerCase();
      const builtIn = BUILT_IN_TAGS.find(isLike);
      const earlier = keys.slice(0, index).find(isLike);
      if (builtIn !== undefined) {
        context.addIssue({
          code: "custom",
          path: [name],
          message: `a key other than ${builtIn}, which every resource already has; IAM ignores the case of keys`,
        });
      } else if (earlier !== undefined) {
        context.addIssue({
          code: "custom",
          path: [name],
          message: `a key that differs from ${earlier} in more than case, because IAM ignores the case of keys`,
        });
      }
    }
    const most = MOST_TAGS - BUILT_IN_TAGS.length;
    if (keys.length > most) {
      context.addIssue({
        code: "custom",
        message: `at most ${most} tags, because ${BUILT_IN_TAGS.join(", ")} are ${BUILT_IN_TAGS.length} of the ${MOST_TAGS} that AWS allows`,
      });
    }
  });
