import { isPlanList, isPlanObject, type PlanObject, type PlanValue } from "../../terraform/plan-value";
import { type Need, on } from "./needs/call";
import type { Resources } from "./resources";
import type { StateUse } from "./uses";

const READ = ["kms:Decrypt"];
const SEND = ["kms:GenerateDataKey", "kms:Decrypt"];

/** What a call of an encrypted resource needs on its key, by the action: the service uses the key in the caller's name.
 * Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html */
const USES: Readonly<Record<string, { readonly type: string; readonly actions: readonly string[] }>> = {
  "sqs:SendMessage": { type: "aws_sqs_queue", actions: SEND },
  "sns:Publish": { type: "aws_sns_topic", actions: SEND },
  "dynamodb:GetItem": { type: "aws_dynamodb_table", actions: READ },
  "dynamodb:PutItem": { type: "aws_dynamodb_table", actions: READ },
  "dynamodb:UpdateItem": { type: "aws_dynamodb_table", actions: READ },
  "dynamodb:DeleteItem": { type: "aws_dynamodb_table", actions: READ },
  "dynamodb:Query": { type: "aws_dynamodb_table", actions: READ },
};

/** States with what they need on the keys of the resources that they call, where the plans have these resources. */
export function withKeyNeeds(
  uses: readonly StateUse[] | undefined,
  resources: Resources,
): readonly StateUse[] | undefined {
  return uses?.map((use) => ({
    ...use,
    needs: [...use.needs, ...use.needs.flatMap((need) => onKeys(need, resources))],
  }));
}

function onKeys({ action, resource }: Need, resources: Resources): readonly Need[] {
  const use = Object.hasOwn(USES, action) ? USES[action] : undefined;
  if (use === undefined || resource.includes("*")) return [];
  const keys = resources.keptOf(use.type, resource).map(({ after }) => keyOf(after));
  return keys.flatMap((key) => (typeof key === "string" && key.startsWith("arn:") ? on(key, ...use.actions) : []));
}

function keyOf(resource: PlanObject | undefined): PlanValue | undefined {
  const encryption = resource?.server_side_encryption;
  const block = isPlanList(encryption) ? encryption.find(isPlanObject) : undefined;
  return resource?.kms_master_key_id ?? block?.kms_key_arn;
}
