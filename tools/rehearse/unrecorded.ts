import { z } from "zod";
import { elements } from "../support/xml";
import type { DeployedStack } from "./deployed";
import { LISTINGS } from "./listings";
import type { RawCall } from "./raw-call";

/** Calls AWS and returns the response body. */
export type Ask = (call: RawCall) => Promise<string>;

/** A kind of resource whose names are unique in AWS. */
interface Kind {
  readonly type: string;
  readonly list: RawCall;
  /** Removes what must go first, then the resource itself. */
  readonly remove: (name: string, ask: Ask) => Promise<void>;
}

const IAM = "2010-05-08";
const iam = (Action: string, more: Readonly<Record<string, string>>): RawCall => ({
  service: "iam",
  form: { Action, Version: IAM, ...more },
});
const json = (service: string, target: string, input: object = {}): RawCall => ({ service, target, input });
const rest = (service: string, method: string, path: string): RawCall => ({ service, method, path });

/** S3 deletes a bucket only without objects, versions and delete markers, and logs may have arrived already. */
async function empty(bucket: string, ask: Ask): Promise<void> {
  for (;;) {
    const text = await ask(rest("s3", "GET", `/${bucket}?versions`));
    const found = [...elements(text, "Version"), ...elements(text, "DeleteMarker")];
    if (found.length === 0) return;
    for (const version of found) {
      const [key = ""] = elements(version, "Key");
      const [id = ""] = elements(version, "VersionId");
      const path = key.split("/").map(encodeURIComponent).join("/");
      await ask(rest("s3", "DELETE", `/${bucket}/${path}?versionId=${encodeURIComponent(id)}`));
    }
  }
}

const removing =
  (call: (name: string) => RawCall): Kind["remove"] =>
  async (name, ask) => {
    await ask(call(name));
  };

/**
 * Other kinds can stay: AWS answers the next create with the existing resource, or they are settings of another resource.
 * REST APIs and keys, whose names are not unique, are below. A role comes before its policies.
 */
const KINDS: readonly Kind[] = [
  {
    type: "aws_dynamodb_table",
    list: LISTINGS.tables,
    remove: removing((TableName) => json("dynamodb", "DynamoDB_20120810.DeleteTable", { TableName })),
  },
  {
    type: "aws_s3_bucket",
    list: LISTINGS.buckets,
    remove: async (bucket, ask) => {
      await empty(bucket, ask);
      await ask(rest("s3", "DELETE", `/${bucket}`));
    },
  },
  {
    type: "aws_kms_alias",
    list: LISTINGS.keys,
    remove: removing((AliasName) => json("kms", "TrentService.DeleteAlias", { AliasName })),
  },
  {
    type: "aws_iam_role",
    list: LISTINGS.roles,
    remove: async (RoleName, ask) => {
      const attached = await ask(iam("ListAttachedRolePolicies", { RoleName }));
      for (const PolicyArn of elements(attached, "PolicyArn"))
        await ask(iam("DetachRolePolicy", { RoleName, PolicyArn }));
      await ask(iam("DeleteRole", { RoleName }));
    },
  },
  {
    type: "aws_iam_policy",
    list: LISTINGS.policies,
    remove: async (name, ask) => {
      const all = elements(await ask(LISTINGS.policies), "Arn");
      const PolicyArn = all.find((arn) => arn.endsWith(`:policy/${name}`)) ?? "";
      const roles = elements(await ask(iam("ListEntitiesForPolicy", { PolicyArn })), "RoleName");
      for (const RoleName of roles) await ask(iam("DetachRolePolicy", { RoleName, PolicyArn }));
      await ask(iam("DeletePolicy", { PolicyArn }));
    },
  },
  {
    type: "aws_cloudwatch_log_group",
    list: LISTINGS["log groups"],
    remove: removing((logGroupName) => json("logs", "Logs_20140328.DeleteLogGroup", { logGroupName })),
  },
  {
    type: "aws_lambda_function",
    list: LISTINGS.functions,
    remove: removing((name) => rest("lambda", "DELETE", `/2015-03-31/functions/${name}`)),
  },
  {
    type: "aws_secretsmanager_secret",
    list: LISTINGS.secrets,
    remove: removing((SecretId) =>
      json("secretsmanager", "secretsmanager.DeleteSecret", { SecretId, ForceDeleteWithoutRecovery: true }),
    ),
  },
  {
    type: "aws_cloudwatch_event_bus",
    list: LISTINGS.buses,
    remove: removing((Name) => json("events", "AWSEvents.DeleteEventBus", { Name })),
  },
  {
    type: "aws_pipes_pipe",
    list: LISTINGS.pipes,
    remove: removing((name) => rest("pipes", "DELETE", `/v1/pipes/${name}`)),
  },
  {
    // Has the same name as its group.
    type: "aws_scheduler_schedule",
    list: LISTINGS.schedules,
    remove: removing((name) => rest("scheduler", "DELETE", `/schedules/${name}?groupName=${name}`)),
  },
  {
    type: "aws_scheduler_schedule_group",
    list: LISTINGS["schedule groups"],
    remove: removing((name) => rest("scheduler", "DELETE", `/schedule-groups/${name}`)),
  },
];

const keys = z.object({ Keys: z.array(z.object({ KeyId: z.string() })) });
const keyMetadata = z.object({ KeyMetadata: z.object({ KeyState: z.string(), Description: z.string() }) });

/**
 * Removes a stack's resources that a killed deploy had created but not recorded: they would make the next deploy fail, as
 * docs/deploying.md explains. Returns the type and name of each.
 */
export async function removeUnrecorded(stack: string, recorded: readonly DeployedStack[], ask: Ask): Promise<string[]> {
  const removed: string[] = [];
  for (const { type, list, remove } of KINDS) {
    const known = textOf(recorded, type);
    for (const name of namesIn(await ask(list), stack).filter((it) => !known.includes(`"${it}"`))) {
      await remove(name, ask);
      removed.push(`${type} ${name}`);
    }
  }
  return removed;
}

const apis = z.object({ item: z.array(z.object({ id: z.string(), name: z.string() })).default([]) });

/** Does the same for REST APIs: AWS would create a second one with the same name, and the first would stay for good. */
export async function removeUnrecordedApis(
  stack: string,
  recorded: readonly DeployedStack[],
  ask: Ask,
): Promise<string[]> {
  const known = textOf(recorded, "aws_api_gateway_rest_api");
  const removed: string[] = [];
  for (const { id, name } of apis.parse(JSON.parse(await ask(LISTINGS.APIs))).item) {
    if (!name.startsWith(`${stack}-`) || known.includes(`"${id}"`)) continue;
    await ask(rest("apigateway", "DELETE", `/restapis/${id}`));
    removed.push(`aws_api_gateway_rest_api ${name}`);
  }
  return removed;
}

/** From the description that stacks/constructs/platform-key.ts gives a key. Moto lists AWS managed keys as the account's. */
const OURS = / environment of the order platform /;

/** Does the same for KMS keys, which have no name. */
export async function removeUnrecordedKeys(recorded: readonly DeployedStack[], ask: Ask): Promise<string[]> {
  const known = textOf(recorded, "aws_kms_key");
  const removed: string[] = [];
  for (const { KeyId } of keys.parse(JSON.parse(await ask(json("kms", "TrentService.ListKeys")))).Keys) {
    const described = JSON.parse(await ask(json("kms", "TrentService.DescribeKey", { KeyId })));
    const { KeyState, Description } = keyMetadata.parse(described).KeyMetadata;
    if (known.includes(`"${KeyId}"`) || KeyState !== "Enabled" || !OURS.test(Description)) continue;
    await ask(json("kms", "TrentService.ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 }));
    removed.push(`aws_kms_key ${KeyId}`);
  }
  return removed;
}

/** Every recorded resource of a type, as text. */
function textOf(recorded: readonly DeployedStack[], type: string): string {
  return JSON.stringify(recorded.flatMap(({ resources }) => resources.filter((it) => it.type === type)));
}

/** A stack's names in a JSON or XML response: texts that begin with the stack's name, or with a path before it. */
function namesIn(text: string, stack: string): string[] {
  const names = text.matchAll(new RegExp(`(?<=[">])(?:alias/|/aws/[\\w/]+/)?${stack}-[\\w-]+(?=["<])`, "g"));
  return [...new Set([...names].map(([name]) => name))];
}
