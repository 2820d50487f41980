import type { Plan, ResourceChange } from "../../terraform/plan";
import { type PlanObject, type PlanValue, UNKNOWN } from "../../terraform/plan-value";
import { IamResources, type Side } from "../joins/iam-resources";
import { attachedBy, policiesOfRole } from "../joins/role-policies";
import type { Subject } from "../subject";
import { type Given, NO_POLICIES, type Policies, permission, readPolicies } from "./policies";

/** What policies are for. */
export type Purpose = "identity" | "trust" | "resource";

/** What policies give rights to, or protect. */
export interface Holder {
  readonly purpose: Purpose;
  readonly plan: string;
  readonly address: string;
  readonly type: string;
  /** Undefined where it does not exist. */
  readonly before: Policies | undefined;
  readonly after: Policies | undefined;
  /** Whether its policies are destroyed; what they protected may remain. */
  readonly isRemoved: boolean;
  /** What the configuration of a policy refers to, by the policy's address. */
  readonly references: (policy: string) => readonly string[];
}

/** Types with a `policy` that says who may use a resource, by the attribute that names the resource. */
const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  aws_s3_bucket_policy: "bucket",
  aws_sqs_queue_policy: "queue_url",
  aws_sqs_queue: "",
  aws_sns_topic_policy: "arn",
  aws_sns_topic: "",
  aws_kms_key: "",
  aws_kms_key_policy: "key_id",
  aws_cloudwatch_event_bus_policy: "event_bus_name",
  aws_secretsmanager_secret_policy: "secret_arn",
  aws_dynamodb_resource_policy: "resource_arn",
  aws_api_gateway_rest_api_policy: "rest_api_id",
  aws_api_gateway_rest_api: "",
  aws_ecr_repository_policy: "repository",
  aws_lambda_permission: "function_name",
};
/** Types that give a policy to a principal, by the attribute that names it. */
const IDENTITY_POLICIES: Readonly<Record<string, string>> = {
  aws_iam_role_policy: "role",
  aws_iam_user_policy: "user",
  aws_iam_group_policy: "group",
  aws_iam_role_policy_attachment: "role",
  aws_iam_user_policy_attachment: "user",
  aws_iam_group_policy_attachment: "group",
  aws_iam_policy_attachment: "",
};

/** Everything in the plans that has policies. */
export function holdersIn(subject: Subject): Holder[] {
  const iam = new IamResources(subject.plans);
  const used = new Set<ResourceChange>();
  const changes = subject.plans.flatMap((plan) =>
    plan.changes
      .filter(({ mode, deposed }) => mode === "managed" && deposed === undefined)
      .map((change) => ({ plan, change })),
  );
  const roles = changes
    .filter(({ change }) => change.type === "aws_iam_role")
    .flatMap((each) => rolesHolders(iam, used, each));
  const targets = new Targets(changes.map(({ change }) => change));
  for (const { plan, change } of changes) {
    const { type, address } = change;
    if (used.has(change)) continue;
    if (Object.hasOwn(IDENTITY_POLICIES, type)) {
      targets.add("identity", plan, change, IDENTITY_POLICIES[type] ?? "", (side, values) => {
        if (!type.endsWith("_attachment")) return { name: address, policy: values.policy };
        const { policy, from } = attachedBy(iam, side, { plan, change, values });
        if (from !== undefined) used.add(from);
        return { name: address, policy, arn: values.policy_arn, resources: from === undefined ? [] : [from] };
      });
    }
    if (!Object.hasOwn(RESOURCE_POLICIES, type)) continue;
    if (change.after?.policy === UNKNOWN && isUnset(plan, address)) continue;
    targets.add("resource", plan, change, RESOURCE_POLICIES[type] ?? "", (_, values) => ({
      name: address,
      policy: type === "aws_lambda_permission" ? permission(values) : values.policy,
    }));
  }
  for (const { plan, change } of changes) {
    // A policy of a principal is compared with the principal's other ones.
    if (change.type !== "aws_iam_policy" || used.has(change)) continue;
    targets.add("identity", plan, change, "", (_, { policy }) => ({ name: change.address, policy }));
  }
  return [...roles, ...targets.holders];
}

function rolesHolders(
  iam: IamResources,
  used: Set<ResourceChange>,
  { plan, change }: { readonly plan: Plan; readonly change: ResourceChange },
): Holder[] {
  const of = (side: Side) => {
    const values = change[side];
    if (values === undefined) return undefined;
    const attached = policiesOfRole(iam, side, { plan, change, values });
    for (const resource of attached.flatMap(({ resources }) => resources)) used.add(resource);
    return readPolicies(plan.name, attached);
  };
  const trust = (values: PlanObject | undefined) =>
    values && readPolicies(plan.name, [{ name: change.address, policy: values.assume_role_policy }]);
  const common = {
    plan: plan.name,
    address: change.address,
    type: change.type,
    isRemoved: change.after === undefined,
    references: referencesIn(plan),
  };
  return [
    { ...common, purpose: "identity", before: of("before"), after: of("after") },
    { ...common, purpose: "trust", before: trust(change.before), after: trust(change.after) },
  ];
}

function referencesIn({ configuration }: Plan): Holder["references"] {
  return (policy) =>
    ["policy", "policy_arn", "assume_role_policy"].flatMap((attribute) => configuration.references(policy, attribute));
}

interface Target {
  readonly purpose: Purpose;
  readonly plan: Plan;
  readonly changes: Set<ResourceChange>;
  readonly name: PlanValue | undefined;
  readonly before: Given[];
  readonly after: Given[];
}

/** Policies by what they are for, because one may take the place of another at a new address. */
class Targets {
  private readonly byKey = new Map<string, Target>();
  private readonly gone: ReadonlySet<PlanValue>;

  constructor(changes: readonly ResourceChange[]) {
    const ofTargets = changes.filter(
      ({ type, kind }) =>
        kind === "destroy" && !Object.hasOwn(IDENTITY_POLICIES, type) && RESOURCE_POLICIES[type] !== "function_name",
    );
    this.gone = new Set(
      ofTargets.flatMap(({ type, before = {} }) =>
        (RESOURCE_POLICIES[type] ?? "") === ""
          ? [before.id, before.arn, before.url, before.bucket, before.name, before.function_name].flatMap((each) =>
              typeof each === "string" ? [each] : [],
            )
          : [],
      ),
    );
  }

  add(
    purpose: Purpose,
    plan: Plan,
    change: ResourceChange,
    attribute: string,
    given: (side: Side, values: PlanObject) => Given,
  ): void {
    for (const side of ["before", "after"] as const) {
      const values = change[side];
      if (values === undefined) continue;
      const named = values[attribute] === UNKNOWN ? change.before?.[attribute] : values[attribute];
      const name = typeof named === "string" ? named.replace(/^arn:.*:function:/, "") : undefined;
      const key = [plan.name, purpose, attribute, name ?? change.address].join("\0");
      const target = this.byKey.get(key) ?? { purpose, plan, changes: new Set(), name, before: [], after: [] };
      this.byKey.set(key, target);
      target.changes.add(change);
      const one = given(side, values);
      if (one.policy !== null && one.policy !== "") target[side].push(one);
    }
  }

  get holders(): Holder[] {
    return [...this.byKey.values()].flatMap(({ purpose, plan, changes, name, before, after }) => {
      const changed = [...changes].filter(({ kind }) => kind !== "no-op");
      const [first] = changed.length > 0 ? changed : changes;
      if (first === undefined || (changed.length === 0 && purpose === "resource")) return [];
      const exists = (side: Side) => [...changes].some((change) => change[side] !== undefined);
      const isInline = name === undefined;
      const isRemoved = !exists("after");
      const isGone = isRemoved && (isInline || this.gone.has(name));
      const { address, type } = first;
      return [
        {
          purpose,
          plan: plan.name,
          address,
          type,
          isRemoved,
          before: exists("before") ? readPolicies(plan.name, before) : undefined,
          after: isGone ? undefined : isRemoved ? NO_POLICIES : readPolicies(plan.name, after),
          references: referencesIn(plan),
        },
      ];
    });
  }
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
