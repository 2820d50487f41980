import { isPlanList, isPlanObject, type PlanValue, Sensitive } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { say, Text } from "../text";
import { arnsIn } from "./named";
import type { Gone, Resources } from "./resources";

/** What starts machines, calls functions or sends to queues, with its name in a sentence. */
const CALLERS: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_target: "EventBridge rule's target",
  aws_pipes_pipe: "pipe",
  aws_scheduler_schedule: "schedule",
  aws_api_gateway_integration: "API integration",
  aws_apigatewayv2_integration: "API integration",
  aws_lambda_function: "function's environment",
  aws_lambda_event_source_mapping: "event source mapping",
  aws_sns_topic_subscription: "subscription",
  aws_s3_bucket_notification: "bucket notification",
  aws_cloudwatch_log_subscription_filter: "log subscription",
  aws_iot_topic_rule: "IoT rule",
  aws_sfn_alias: "alias",
};
/** The only attribute of a function that says what its code calls. */
const READ: Readonly<Record<string, readonly string[]>> = { aws_lambda_function: ["environment"] };

/** Callers that still name what the plans take away. */
export function callers({ plans }: Subject, resources: Resources): Finding[] {
  return plans.flatMap(({ name: plan, changes }) =>
    changes.flatMap(({ mode, type, address, after, deposed }) => {
      const caller = Object.hasOwn(CALLERS, type) ? CALLERS[type] : undefined;
      if (caller === undefined || mode !== "managed" || after === undefined || deposed !== undefined) return [];
      const read = READ[type]?.map((attribute) => after[attribute] ?? null) ?? [after];
      const gone = textsOf(read)
        .flatMap(arnsIn)
        .flatMap((arn) => resources.goneOf(arn));
      return distinct(gone.filter((each) => each.change.address !== address)).map((each) =>
        finding(plan, address, caller, each),
      );
    }),
  );
}

function finding(plan: string, address: string, caller: string, { noun, change, how }: Gone): Finding {
  const isBack = how === "recreated";
  const what = say`The ${new Text([noun])} ${change.address} is ${new Text([isBack ? "replaced" : how === "renamed" ? "replaced and gets another ARN" : "destroyed"])}`;
  return {
    level: isBack ? "attention" : "dangerous",
    rule: isBack ? "called-resource-recreated" : "called-resource-gone",
    section: "workflows",
    plan,
    address,
    text: isBack
      ? say`${what}, and the ${new Text([caller])} ${address} names it: what it sends fails until ${change.address} exists again.`
      : say`${what}, but the ${new Text([caller])} ${address} still names it: what it sends fails from then on.`,
  };
}

function distinct(gone: readonly Gone[]): readonly Gone[] {
  return [...new Map(gone.map((each) => [`${each.plan} ${each.change.address}`, each])).values()];
}

/** Every text in a value, sensitive ones included: they are compared, not shown. */
function textsOf(value: PlanValue): readonly string[] {
  const texts: string[] = [];
  const left: PlanValue[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") texts.push(next);
    else if (next instanceof Sensitive) left.push(next.reveal());
    else if (isPlanList(next)) left.push(...next);
    else if (isPlanObject(next)) left.push(...Object.values(next));
  }
  return texts;
}
