import type { Principal } from "../aws";
import type { Policies, PolicySet } from "./policies";
import { type AccessRequest, contextOf } from "./request";
import type { Right } from "./right";

/** IAM's answer and its reason. */
export interface Decision {
  readonly allowed: boolean;
  /** If allowed: the rights that contribute. */
  readonly by: readonly Right[];
  /** If not allowed: the statement that denies it, if one does. */
  readonly deniedBy?: Right;
  /** If not allowed and not denied by a statement: the kind of policy that would have to allow it. */
  readonly missing?: "identity-based" | "resource-based" | "role trust";
}

export interface Decider {
  readonly policies: Policies;
  readonly accountId: string;
  /** Rights that count as revoked. */
  readonly without?: ReadonlySet<Right>;
}

const NOTHING: PolicySet = { allows: [], denies: [] };

/**
 * Decides as IAM does within one account: a Deny wins; else one Allow suffices, in the policies of the caller's role or
 * in the resource's. Two kinds of resources must always allow it in their own policies: a role (to be assumed) and a
 * key (to be used). A key's policy may do so by delegating to the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function decide(principal: Principal, request: AccessRequest, decider: Decider): Decision {
  const { policies, accountId, without } = decider;
  const context = contextOf(principal, request, accountId);
  const own = policies.ofRoles.get(principal.arn) ?? NOTHING;
  const its = policies.ofResources.get(ownerOf(request.resource)) ?? NOTHING;
  const root = `arn:aws:iam::${accountId}:root`;
  const isInAccount = principal.arn.startsWith("arn:");
  const covering = (rights: readonly Right[]) =>
    rights.filter((right) => without?.has(right) !== true && right.covers(request, context));
  const holds = ({ holder }: Right) => holder === principal.arn || holder === "*";

  const [deniedBy] = covering([
    ...own.denies,
    ...its.denies.filter((right) => holds(right) || (isInAccount && right.holder === root)),
  ]);
  if (deniedBy) return { allowed: false, by: [], deniedBy };

  const itsAllows = covering(its.allows);
  const direct = itsAllows.filter(holds);
  const isAdministrator = isPerson(principal);
  const ownAllows = covering(own.allows);
  if (request.action === "sts:AssumeRole") return answer(direct, "role trust");
  // A role's own policies can never give these rights to a service.
  const missing = isInAccount ? "identity-based" : "resource-based";
  if (!request.action.startsWith("kms:")) {
    const by = [...ownAllows, ...direct];
    return by.length === 0 && isAdministrator ? { allowed: true, by } : answer(by, missing);
  }
  const left = isInAccount ? itsAllows.filter(({ holder }) => holder === root) : [];
  const hasRight = isAdministrator || ownAllows.length > 0;
  const byRole = left.length > 0 && hasRight ? [...left, ...ownAllows] : [];
  return answer([...direct, ...byRole], hasRight ? "resource-based" : missing);
}

function answer(by: readonly Right[], missing: NonNullable<Decision["missing"]>): Decision {
  return by.length > 0 ? { allowed: true, by } : { allowed: false, by, missing };
}

/**
 * Users are people, and people are administrators of the account here. No policy of the deployment gives them rights.
 */
export function isPerson({ arn }: Principal): boolean {
  return /^arn:[\w-]+:iam::\d*:user\//.test(arn);
}

/** The resource whose policy counts: for an object, its bucket. */
function ownerOf(arn: string): string {
  return arn.startsWith("arn:aws:s3:::") ? arn.split("/", 1).join("") : arn;
}
