import { z } from "zod";
import type { SynthesizedStack } from "../terraform/synthesis";

const changeSchema = z.looseObject({
  address: z.string(),
  type: z.string(),
  change: z.looseObject({ actions: z.array(z.string()) }),
});
const planSchema = z.looseObject({
  resource_changes: z.array(changeSchema),
  prior_state: z.looseObject({
    values: z.looseObject({ root_module: z.looseObject({ resources: z.array(z.looseObject({ mode: z.string() })) }) }),
  }),
  configuration: z.looseObject({
    root_module: z.looseObject({ resources: z.array(z.looseObject({ address: z.string() })) }),
  }),
});

/** The types of resources that a review joins with those that change. */
const JOINED = new Set([
  "aws_cloudwatch_event_bus",
  "aws_dynamodb_table",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policy_attachment",
  "aws_kms_key",
  "aws_lambda_function",
  "aws_pipes_pipe",
  "aws_scheduler_schedule",
  "aws_secretsmanager_secret_policy",
  "aws_sfn_alias",
  "aws_sfn_state_machine",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sqs_queue",
  "aws_sqs_queue_policy",
  "aws_sqs_queue_redrive_allow_policy",
]);

/**
 * A plan without what no review reads: resources that neither change nor are joined with those that do, and the same
 * values again in other parts of the document.
 */
export function trimPlan(plan: unknown): object {
  const { planned_values, prior_state, timestamp, relevant_attributes, ...whole } = planSchema.parse(plan);
  const changes = whole.resource_changes.filter(({ type, change }) => JOINED.has(type) || !isUnchanged(change.actions));
  const kept = new Set(changes.map(({ address }) => address));
  const resources = whole.configuration.root_module.resources.filter(({ address }) => kept.has(address));
  // What the stack reads, such as the names that another stack exports.
  const read = prior_state.values.root_module.resources.filter(({ mode }) => mode === "data");
  return {
    ...whole,
    resource_changes: changes,
    prior_state: { format_version: prior_state.format_version, values: { root_module: { resources: read } } },
    configuration: { root_module: { resources } },
  };
}

/** A synthesized stack with its state machines only, in the form that cdktf writes. */
export function trimStack({ resources, region }: SynthesizedStack): object {
  const { aws_sfn_state_machine = {} } = resources;
  return { provider: { aws: [{ region }] }, resource: { aws_sfn_state_machine } };
}

function isUnchanged(actions: readonly string[]): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}
