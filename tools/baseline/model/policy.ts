import { parseStatements, type Statement, statementTexts } from "../../support/policy-document";
import type { Resource } from "./resource";
import type { Stack } from "./stack";
import type { Values } from "./values";

/** The attribute that holds a policy, by kind of policy and type of resource. */
export const POLICY_PATHS = {
  /** What a role may do. */
  identity: {
    aws_iam_policy: "policy",
    aws_iam_role_policy: "policy",
    aws_iam_role: "inline_policy.policy",
  },
  /** Who may assume a role. */
  trust: { aws_iam_role: "assume_role_policy" },
  /** Who may use a resource. */
  resource: {
    aws_s3_bucket_policy: "policy",
    aws_sqs_queue: "policy",
    aws_sqs_queue_policy: "policy",
    aws_sns_topic: "policy",
    aws_sns_topic_policy: "policy",
    aws_kms_key: "policy",
    aws_kms_key_policy: "policy",
    aws_cloudwatch_event_bus_policy: "policy",
    aws_secretsmanager_secret: "policy",
    aws_secretsmanager_secret_policy: "policy",
    aws_dynamodb_resource_policy: "policy",
    aws_api_gateway_rest_api: "policy",
    aws_api_gateway_rest_api_policy: "policy",
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type PolicyKind = keyof typeof POLICY_PATHS;

/** A policy document of a data source. It does not say what it is for, so it is judged as every kind. */
export const POLICY_DOCUMENT = "data.aws_iam_policy_document";

/** Types of resources that hold policies of a kind. */
export function policyTypes(kind: PolicyKind): string[] {
  return [...Object.keys(POLICY_PATHS[kind]), POLICY_DOCUMENT];
}

/** The statements of every policy of that kind that a resource holds; throws if one cannot be read. */
export function statementsOf(resource: Resource, stack: Stack, kind: PolicyKind): Statement[] {
  if (resource.type === POLICY_DOCUMENT) return documentStatements(resource);
  const path = new Map<string, string>(Object.entries(POLICY_PATHS[kind])).get(resource.type);
  if (path === undefined) return [];
  return resource.values.all(path).flatMap((policy) => parsePolicy(policy, path, stack));
}

function parsePolicy(policy: unknown, path: string, stack: Stack): readonly Statement[] {
  const [, type, name] = /^\$\{(data\.aws_iam_policy_document)\.([\w-]+)\.json\}$/.exec(String(policy)) ?? [];
  // The document itself is judged.
  if (stack.resources.some((resource) => resource.type === type && resource.name === name)) return [];
  const parsed = parseStatements(parseJson(policy, path));
  if (typeof parsed === "string") throw new Error(`${path} is not a policy: ${parsed}`);
  return parsed;
}

function parseJson(policy: unknown, path: string): unknown {
  try {
    return JSON.parse(String(policy));
  } catch (cause) {
    throw new Error(`${path} cannot be read as JSON, so it may allow anything: ${String(policy).slice(0, 80)}`, {
      cause,
    });
  }
}

function documentStatements(document: Resource): Statement[] {
  if (document.at("source_policy_documents") !== undefined || document.at("override_policy_documents") !== undefined) {
    throw new Error(
      "source_policy_documents and override_policy_documents are not supported. Write the statements in the document itself",
    );
  }
  return document.values.blocks("statement").map((statement) => ({
    sid: String(statement.at("sid") ?? ""),
    effect: statement.at("effect") === "Deny" ? "Deny" : "Allow",
    actions: statementTexts.parse(statement.at("actions") ?? []),
    resources: statementTexts.parse(statement.at("resources") ?? []),
    principals: statement
      .blocks("principals")
      .flatMap((block) => listAt(block, "identifiers").map((value) => ({ type: String(block.at("type")), value }))),
    conditions: statement.blocks("condition").map((block) => ({
      operator: String(block.at("test")),
      key: String(block.at("variable")),
      values: listAt(block, "values"),
    })),
    negations: ["not_actions", "not_resources", "not_principals"].filter((name) => statement.at(name) !== undefined),
  }));
}

function listAt(block: Values, path: string): string[] {
  return statementTexts.parse(block.at(path) ?? []);
}
