import type { Plan, ResourceChange } from "../../terraform/plan";
import { isPlanList, isPlanObject, type PlanValue, revealed, UNKNOWN } from "../../terraform/plan-value";
import type { Found, IamResources, Side } from "./iam-resources";
import type { Need } from "./needs/call";
import { type Answer, decide, type Statement, statementsOf } from "./policy";

/** What is known of one role's policies on one side of a change. */
export interface RolePolicies {
  /** The role's address, or its ARN if no plan has it. */
  readonly role: string;
  readonly statements: readonly Statement[];
  /** Undefined if the role has none, or its text is not known. */
  readonly boundary: readonly Statement[] | undefined;
  /** Addresses or ARNs of policies whose texts are not known. */
  readonly unknown: readonly string[];
  /** Answers so far, because many states need the same. */
  readonly answers: Map<string, Answer | "unknown">;
}

/** Whether a role may make a call; `unknown` if a policy that is not known may allow it. */
export function mayCall(policies: RolePolicies, need: Need): Answer | "unknown" {
  const id = `${need.action} ${need.resource}`;
  const answer = policies.answers.get(id) ?? answerOf(policies, need);
  policies.answers.set(id, answer);
  return answer;
}

function answerOf({ statements, boundary, unknown }: RolePolicies, need: Need): Answer | "unknown" {
  if (boundary !== undefined && decide(boundary, need) === "refused") return "refused";
  const answer = decide(statements, need);
  if (answer !== "refused" || unknown.length === 0) return answer;
  // No policy outweighs a Deny.
  return decide([...statements, EVERYTHING], need) === "refused" ? "refused" : "unknown";
}

const EVERYTHING: Statement = {
  isDeny: false,
  actions: ["*"],
  exceptActions: undefined,
  resources: ["*"],
  exceptResources: undefined,
  hasCondition: false,
};

/** The policies of a role in the plans, with those that it lists itself. */
export function policiesOfRole(iam: IamResources, side: Side, role: Found): readonly Attached[] {
  const { name, id } = role.values;
  const isRole = (given: PlanValue | undefined) => typeof given === "string" && (given === name || given === id);
  return [...attachedTo(iam, side, isRole, role), ...listedIn(iam, side, role)];
}

/** A policy that a role has. */
export interface Attached {
  /** Its address or ARN. */
  readonly name: string;
  /** Its text, if that is known. */
  readonly policy: PlanValue | undefined;
  /** Its ARN, if it is a managed policy. */
  readonly arn?: PlanValue | undefined;
  /** The resources of the plans that give it to the role. */
  readonly resources: readonly ResourceChange[];
}

const ATTACHMENTS = ["aws_iam_role_policy_attachment", "aws_iam_policy_attachment"];
const INLINE = "aws_iam_role_policy";

/**
 * The policies of the role that a resource names in an attribute, on one side of the change. Undefined if it is not
 * known which role that is, or the resource does not exist on that side.
 */
export function policiesOf(
  iam: IamResources,
  side: Side,
  of: { plan: Plan; change: ResourceChange },
  attribute: string,
): RolePolicies | undefined {
  const arn = of.change[side]?.[attribute];
  if (arn === UNKNOWN) {
    const role = iam.referredTo(side, "aws_iam_role", of, attribute);
    return role === undefined ? undefined : ofRole(iam, side, role);
  }
  return typeof arn === "string" && arn !== "" ? policiesOfArn(iam, side, of.plan, arn) : undefined;
}

/** The policies of a role by its ARN, on one side of the change. */
export function policiesOfArn(iam: IamResources, side: Side, plan: Plan, arn: string): RolePolicies {
  const named = iam.all(side, "aws_iam_role").filter(({ values }) => isNamed(values.arn, values.name, arn));
  const role = named.find((found) => found.plan === plan) ?? named[0];
  if (role !== undefined) return ofRole(iam, side, role);
  const isRole = (name: PlanValue | undefined) => typeof name === "string" && arn.endsWith(`/${name}`);
  return {
    role: arn,
    ...summary(attachedTo(iam, side, isRole, undefined)),
    boundary: undefined,
    unknown: [arn],
    answers: new Map(),
  };
}

/** Whether a role has an ARN. One that is created or replaced has an unknown ARN, but a known name. */
function isNamed(own: PlanValue | undefined, name: PlanValue | undefined, arn: string): boolean {
  return own === UNKNOWN ? typeof name === "string" && arn.endsWith(`/${name}`) : own === arn;
}

function ofRole(iam: IamResources, side: Side, role: Found): RolePolicies {
  const { permissions_boundary: boundary } = role.values;
  const found = summary(policiesOfRole(iam, side, role));
  const limit = typeof boundary === "string" && boundary !== "" ? iam.policyText(side, boundary) : undefined;
  return {
    role: role.change.address,
    ...found,
    boundary: typeof limit === "string" ? statementsOf(limit) : undefined,
    answers: new Map(),
  };
}

/** Policies that resources of the plans attach to a role, named or referred to. */
function attachedTo(
  iam: IamResources,
  side: Side,
  isRole: (name: PlanValue | undefined) => boolean,
  role: Found | undefined,
): readonly Attached[] {
  const isAttached = (found: Found) => {
    const { role: name = null, roles = [] } = found.values;
    const names = [name, ...(isPlanList(roles) ? roles : [roles])];
    if (names.some(isRole)) return true;
    if (role === undefined || !names.includes(UNKNOWN)) return false;
    return ["role", "roles"].some(
      (attribute) => iam.referredTo(side, "aws_iam_role", found, attribute)?.change === role.change,
    );
  };
  const inline = iam.all(side, INLINE).filter(isAttached);
  const attached = ATTACHMENTS.flatMap((type) => iam.all(side, type)).filter(isAttached);
  return [
    ...inline.map(({ change, values }) => ({ name: change.address, policy: values.policy, resources: [change] })),
    ...attached.map((found): Attached => {
      const { policy, from } = attachedBy(iam, side, found);
      const resources = [found.change, ...(from === undefined ? [] : [from])];
      return { name: found.change.address, policy, arn: found.values.policy_arn, resources };
    }),
  ];
}

/** The text of the managed policy that an attachment attaches, and the resource that has it, as far as they are known. */
export function attachedBy(
  iam: IamResources,
  side: Side,
  attachment: Found,
): { readonly policy: PlanValue | undefined; readonly from: ResourceChange | undefined } {
  const { policy_arn: arn } = attachment.values;
  const own =
    typeof arn === "string" ? iam.policy(side, arn) : iam.referredTo(side, "aws_iam_policy", attachment, "policy_arn");
  const policy = own !== undefined || typeof arn !== "string" ? own?.values.policy : iam.policyText(side, arn);
  return { policy, from: own?.change };
}

/**
 * Policies that a role lists itself, and no resource of the plans attaches. The list was read before the change, so it
 * has policies that the plan detaches.
 */
function listedIn(iam: IamResources, side: Side, { values }: Found): readonly Attached[] {
  const { managed_policy_arns: arns = null, inline_policy: inline = null, name = null } = values;
  const formerly = (...types: readonly string[]) =>
    types
      .flatMap((type) => iam.all("before", type))
      .filter(({ values: { role = null, roles = null } }) => {
        return role === name || (isPlanList(roles) && roles.includes(name));
      });
  const attached = new Set(formerly(...ATTACHMENTS).map((found) => found.values.policy_arn));
  const own = new Set(formerly(INLINE).map((found) => found.values.name));
  const ownOf = (arn: string) => {
    const policy = iam.policy(side, arn);
    return policy === undefined ? [] : [policy.change];
  };
  return [
    ...(isPlanList(arns) ? arns : []).flatMap((arn) =>
      typeof arn === "string" && !attached.has(arn)
        ? [{ name: arn, arn, policy: iam.policyText(side, arn), resources: ownOf(arn) }]
        : [],
    ),
    ...(isPlanList(inline) ? inline : []).flatMap((each) =>
      isPlanObject(each) && typeof each.name === "string" && each.name !== "" && !own.has(each.name)
        ? [{ name: each.name, policy: each.policy, resources: [] }]
        : [],
    ),
  ];
}

function summary(attached: readonly Attached[]): Pick<RolePolicies, "statements" | "unknown"> {
  const read = attached.map(({ name, policy = UNKNOWN }) => {
    const text = revealed(policy);
    return { name, statements: typeof text === "string" ? statementsOf(text) : undefined };
  });
  return {
    statements: read.flatMap(({ statements = [] }) => statements),
    unknown: read.flatMap(({ name, statements }) => (statements === undefined ? [name] : [])),
  };
}
