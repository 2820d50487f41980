import { z } from "zod";
import { parseJson } from "../../support/json";
import { type PlanObject, revealed, UNKNOWN } from "../../terraform/plan-value";
import type { Subject } from "../subject";
import type { Need } from "./needs/call";
import { covers } from "./pattern";

/** Types that have the policy of a resource in `policy`, by the service of the actions that it allows. */
const POLICIES: Readonly<Record<string, string>> = {
  aws_sqs_queue_policy: "sqs",
  aws_sqs_queue: "sqs",
  aws_sns_topic_policy: "sns",
  aws_sns_topic: "sns",
  aws_s3_bucket_policy: "s3",
  aws_cloudwatch_event_bus_policy: "events",
  aws_secretsmanager_secret_policy: "secretsmanager",
  aws_dynamodb_resource_policy: "dynamodb",
  aws_kms_key: "kms",
  aws_kms_key_policy: "kms",
};

const texts = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());
const statement = z.looseObject({
  Effect: z.literal("Allow"),
  Principal: z.union([z.string(), z.looseObject({ AWS: texts.optional() })]),
  Action: texts,
  Condition: z.unknown().optional(),
});
const document = z.looseObject({ Statement: z.preprocess((given) => [given].flat(), z.array(z.unknown())) });

/** The policies of resources, which may allow a role to call them. */
export class ResourcePolicies {
  private readonly after: readonly { readonly type: string; readonly values: PlanObject }[];

  constructor({ plans }: Subject) {
    this.after = plans.flatMap(({ changes }) =>
      changes.flatMap(({ type, after: values }) => {
        const isOne = type === "aws_lambda_permission" || Object.hasOwn(POLICIES, type);
        return isOne && values !== undefined ? [{ type, values }] : [];
      }),
    );
  }

  /**
   * Whether one of them may allow a role to make a call without any policy of the role. Within one account either
   * suffices. Source:
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
   */
  mayAllow(roleArn: string, { action }: Need): boolean {
    const [service = ""] = action.split(":", 1);
    return this.after.some(({ type, values }) => {
      if (type === "aws_lambda_permission") return service === "lambda" && values.principal === roleArn;
      if (POLICIES[type] !== service) return false;
      const { policy = null } = values;
      if (policy === UNKNOWN) return type.endsWith("_policy");
      const text = revealed(policy);
      return typeof text === "string" && allows(text, roleArn, action);
    });
  }
}

function allows(text: string, roleArn: string, action: string): boolean {
  const read = document.safeParse(parseJson(text));
  return (read.success ? read.data.Statement : []).some((given) => {
    const { success, data } = statement.safeParse(given);
    if (!success) return false;
    const { Principal, Action, Condition } = data;
    const principals = typeof Principal === "string" ? [Principal] : (Principal.AWS ?? []);
    const isOpen = principals.includes("*") && Condition === undefined;
    const isOfAction = Action.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase()));
    return (isOpen || principals.includes(roleArn)) && isOfAction;
  });
}
