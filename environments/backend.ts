import { z } from "zod";
import { regionSchema } from "./region";

const text = (error: string, pattern: RegExp) => z.string({ error }).regex(pattern, { error });

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucket = text("the name of an S3 bucket", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);

const keyArn = text(
  "the ARN of a KMS key, which begins with arn:aws:kms:",
  /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
);

/** Source: https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/organizations */
const name = text("a name of letters, digits, hyphens and underscores", /^[A-Za-z0-9][A-Za-z0-9_-]*$/);

/** Unlike other names, a project's may contain spaces. */
const project = text("the name of a project", /^[A-Za-z0-9][A-Za-z0-9 _-]*$/);

const hostname = text("a host name such as app.terraform.io", /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/);

/** A file in the project's folder, for one person. */
const local = z.strictObject({ type: z.literal("local") });

/**
 * A bucket, with a lock file next to each state. `bucket` defaults to the one that the environment's bootstrap stack
 * creates, `region` to the environment's.
 */
const s3 = z.strictObject({
  type: z.literal("s3"),
  bucket: bucket.optional(),
  region: regionSchema.optional(),
  kmsKeyArn: keyArn.optional(),
});

/** HCP Terraform or Terraform Enterprise: one workspace per stack, with the stack's name. */
const hcp = z.strictObject({
  type: z.literal("hcp"),
  organization: name,
  project: project.optional(),
  hostname: hostname.optional(),
});

/** Where the state of an environment's stacks is kept. */
export const backendSchema = z.discriminatedUnion("type", [local, s3, hcp], {
  error:
    '{ type: "local" }, { type: "s3", bucket, region, kmsKeyArn } or { type: "hcp", organization, project, hostname }',
});
