import type { Plan, ResourceChange } from "../../terraform/plan";
import { withoutIndexes } from "../../terraform/plan-configuration";
import type { PlanObject, PlanValue } from "../../terraform/plan-value";
import { managedPolicy } from "./aws-managed";

export type Side = "before" | "after";

/** A resource of IAM on one side of a change. */
export interface Found {
  readonly plan: Plan;
  readonly change: ResourceChange;
  readonly values: PlanObject;
}

/** The roles, policies and attachments of several plans. */
export class IamResources {
  private readonly byType = new Map<string, { plan: Plan; change: ResourceChange }[]>();
  private readonly onSide = new Map<string, readonly Found[]>();

  constructor(private readonly plans: readonly Plan[]) {
    for (const plan of plans) {
      for (const change of plan.changes) {
        if (!change.type.startsWith("aws_iam_") || change.mode !== "managed" || change.deposed !== undefined) continue;
        const list = this.byType.get(change.type) ?? [];
        this.byType.set(change.type, list);
        list.push({ plan, change });
      }
    }
  }

  all(side: Side, type: string): readonly Found[] {
    const id = `${side} ${type}`;
    const known = this.onSide.get(id);
    if (known !== undefined) return known;
    const found = (this.byType.get(type) ?? []).flatMap(({ plan, change }) => {
      const values = change[side];
      return values === undefined ? [] : [{ plan, change, values }];
    });
    this.onSide.set(id, found);
    return found;
  }

  /** The resource of a type that an attribute refers to in the configuration, if it is certain which one that is. */
  referredTo(
    side: Side,
    type: string,
    { plan, change }: Pick<Found, "plan" | "change">,
    attribute: string,
  ): Found | undefined {
    const references = plan.configuration.references(change.address, attribute);
    const candidates = this.all(side, type).filter(
      (found) => found.plan === plan && references.includes(withoutIndexes(found.change.address)),
    );
    if (candidates.length === 1) return candidates[0];
    const wanted = indexesIn(change.address);
    const alike = candidates.filter((found) => indexesIn(found.change.address) === wanted);
    return alike.length === 1 ? alike[0] : undefined;
  }

  /** The managed policy of the plans with an ARN. */
  policy(side: Side, arn: string): Found | undefined {
    return this.all(side, "aws_iam_policy").find(({ values }) => values.arn === arn);
  }

  /** The text of a policy in the plans; undefined if no plan has it. */
  policyText(side: Side, arn: string): PlanValue | undefined {
    const own = this.policy(side, arn);
    return own === undefined ? (this.looked(arn) ?? managedPolicy(arn)) : own.values.policy;
  }

  /** The text of a policy that a data source reads, such as one that AWS manages. */
  private looked(arn: string): PlanValue | undefined {
    for (const { priorState } of this.plans) {
      for (const [address, values] of priorState) {
        if (/(?:^|\.)data\.aws_iam_policy\./.test(address) && values.arn === arn) return values.policy;
      }
    }
    return undefined;
  }
}

/** The indexes of `count` and `for_each` in an address. */
function indexesIn(address: string): string {
  return (address.match(/\[(?:"(?:[^"\\]|\\.)*"|[^"\]]*)\]/g) ?? []).join("");
}
