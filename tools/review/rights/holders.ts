import { z } from "zod";
import { parseJson } from "../../support/json";
import { parseStatements } from "../../support/policy-document";
import type { Plan } from "../../terraform/plan";
import { type PlanObject, type PlanValue, revealed, Sensitive, UNKNOWN } from "../../terraform/plan-value";
import { IamResources, type Side } from "../joins/iam-resources";
import { type Attached, policiesOfRole } from "../joins/role-policies";
import type { Subject } from "../subject";
import { type Rule, ruleOf } from "./rule";

/** What policies are for. */
export type Purpose = "identity" | "trust" | "resource";

/** Policies on one side of the plans. */
export interface Policies {
  readonly rules: readonly Rule[];
  /** Addresses or ARNs of policies whose texts are not known. */
  readonly unknown: readonly string[];
  /** Those that cannot be read as policies. */
  readonly unreadable: readonly string[];
}

/** What policies give rights to, or protect. */
export interface Holder {
  readonly purpose: Purpose;
  readonly plan: string;
  readonly address: string;
  readonly type: string;
  /** Undefined where it does not exist. */
  readonly before: Policies | undefined;
  readonly after: Policies | undefined;
}

/** Types whose `policy` says who may use a resource. */
const RESOURCE_POLICIES: ReadonlySet<string> = new Set([
  "aws_s3_bucket_policy",
  "aws_sqs_queue_policy",
  "aws_sqs_queue",
  "aws_sns_topic_policy",
  "aws_sns_topic",
  "aws_kms_key",
  "aws_kms_key_policy",
  "aws_cloudwatch_event_bus_policy",
  "aws_secretsmanager_secret_policy",
  "aws_dynamodb_resource_policy",
  "aws_api_gateway_rest_api_policy",
  "aws_api_gateway_rest_api",
  "aws_ecr_repository_policy",
]);
/** Policies that are compared each on its own, because no role of the plans has them. */
const OWN_POLICIES: ReadonlySet<string> = new Set(["aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy"]);

/** Everything in the plans that has policies. */
export function holdersIn(subject: Subject): Holder[] {
  const iam = new IamResources(subject.plans);
  const ofRoles = new Set<PlanValue>();
  const named = policiesByText(subject);
  const read = (plan: string, policies: readonly Attached[]) => readPolicies(plan, policies, named);
  const roles = subject.plans.flatMap((plan) =>
    plan.changes
      .filter(({ type, mode, deposed }) => type === "aws_iam_role" && mode === "managed" && deposed === undefined)
      .flatMap((change) => {
        const of = (side: Side) => {
          const values = change[side];
          if (values === undefined) return undefined;
          const attached = policiesOfRole(iam, side, { plan, change, values });
          for (const { policy = null } of attached) ofRoles.add(policy);
          return read(plan.name, attached);
        };
        const trust = (values: PlanObject | undefined) =>
          values && read(plan.name, [{ name: change.address, policy: values.assume_role_policy }]);
        const common = { plan: plan.name, address: change.address, type: change.type };
        return [
          { ...common, purpose: "identity" as const, before: of("before"), after: of("after") },
          { ...common, purpose: "trust" as const, before: trust(change.before), after: trust(change.after) },
        ];
      }),
  );
  const others = subject.plans.flatMap((plan) =>
    plan.changes
      .filter(({ mode, deposed, kind }) => mode === "managed" && deposed === undefined && kind !== "no-op")
      .flatMap((change) => {
        const isOwn = OWN_POLICIES.has(change.type);
        if (!isOwn && !RESOURCE_POLICIES.has(change.type) && change.type !== "aws_lambda_permission") return [];
        if (change.after?.policy === UNKNOWN && isUnset(plan, change.address)) return [];
        const policies = [change.before?.policy, change.after?.policy];
        // A policy of a role is compared with the role's other ones.
        if (
          change.type === "aws_iam_policy" &&
          policies.some((policy) => policy !== undefined && ofRoles.has(policy))
        ) {
          return [];
        }
        const of = (values: PlanObject | undefined) => {
          if (values === undefined) return undefined;
          const policy = change.type === "aws_lambda_permission" ? permission(values) : values.policy;
          return read(plan.name, policy === null || policy === "" ? [] : [{ name: change.address, policy }]);
        };
        const purpose = isOwn ? ("identity" as const) : ("resource" as const);
        const { address, type } = change;
        return [{ plan: plan.name, address, type, purpose, before: of(change.before), after: of(change.after) }];
      }),
  );
  return [...roles, ...others];
}

/**
 * Whether the configuration leaves the policy of a resource to AWS or to another resource. The attribute is then known
 * after the apply only because the provider computes it.
 * Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue
 */
function isUnset({ configuration }: Plan, address: string): boolean {
  const configured = configuration.resource(address);
  return configured !== undefined && !Object.hasOwn(configured.expressions, "policy");
}

const versioned = z.object({ Version: z.string().optional() });

/** The addresses of the managed policies of the plans, by their texts on either side. */
function policiesByText({ plans }: Subject): ReadonlyMap<PlanValue, readonly string[]> {
  const addresses = new Map<PlanValue, string[]>();
  for (const { type, address, before, after } of plans.flatMap(({ changes }) => changes)) {
    if (type !== "aws_iam_policy") continue;
    for (const text of new Set([before?.policy, after?.policy].map((policy) => policy && revealed(policy)))) {
      if (typeof text === "string") addresses.set(text, [...(addresses.get(text) ?? []), address]);
    }
  }
  return addresses;
}

function readPolicies(
  plan: string,
  policies: readonly Attached[],
  addresses: ReadonlyMap<PlanValue, readonly string[]>,
): Policies {
  const result: { rules: Rule[]; unknown: string[]; unreadable: string[] } = { rules: [], unknown: [], unreadable: [] };
  for (const { name, policy = UNKNOWN } of policies) {
    const isSensitive = policy instanceof Sensitive;
    const text = isSensitive ? policy.reveal() : policy;
    if (text === UNKNOWN || text === null) {
      result.unknown.push(name);
      continue;
    }
    const json = parseJson(String(text));
    const statements = parseStatements(json);
    if (typeof statements === "string") {
      result.unreadable.push(name);
      continue;
    }
    const version = versioned.safeParse(json).data?.Version;
    const source = { plan, address: name, policies: addresses.get(text) ?? [name], isSensitive };
    result.rules.push(...statements.map((statement) => ruleOf(statement, version, source)));
  }
  return result;
}

/**
 * A permission as the statement that Lambda writes for it.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function permission(values: PlanObject): string {
  const { action, function_name: name, principal, source_arn: arn, source_account: account } = values;
  const { function_url_auth_type: auth, principal_org_id: organization } = values;
  const given = (value: PlanValue | undefined) => (value === undefined || value === null ? undefined : String(value));
  const who = String(principal);
  const equals = {
    "aws:SourceAccount": given(account),
    "aws:PrincipalOrgID": given(organization),
    "lambda:FunctionUrlAuthType": given(auth),
  };
  return JSON.stringify({
    Statement: {
      Effect: "Allow",
      Action: String(action),
      Resource: String(name),
      Principal: who === "*" ? "*" : /\.amazonaws\.com/.test(who) ? { Service: who } : { AWS: who },
      Condition: {
        StringEquals: Object.fromEntries(Object.entries(equals).filter(([, value]) => value !== undefined)),
        ...(given(arn) === undefined ? {} : { ArnLike: { "aws:SourceArn": given(arn) } }),
      },
    },
  });
}
