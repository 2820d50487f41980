import { z } from "zod";
import { parseJson } from "../../support/json";
import { parseStatements } from "../../support/policy-document";
import type { ResourceChange } from "../../terraform/plan";
import { type PlanObject, type PlanValue, Sensitive, UNKNOWN } from "../../terraform/plan-value";
import { managedName } from "../joins/aws-managed";
import { type Rule, ruleOf } from "./rule";

/** Policies on one side of the plans. */
export interface Policies {
  readonly rules: readonly Rule[];
  /** Policies that AWS manages, by their names, with the address that attaches each. */
  readonly managed: ReadonlyMap<string, string>;
  /** Addresses or ARNs of policies whose texts are not known. */
  readonly unknown: readonly string[];
  /** Those that cannot be read as policies. */
  readonly unreadable: readonly string[];
}

export const NO_POLICIES: Policies = { rules: [], managed: new Map(), unknown: [], unreadable: [] };

/** A policy to read: its address or ARN, its text, and the ARN if it is a managed one. */
export interface Given {
  readonly name: string;
  readonly policy?: PlanValue | undefined;
  readonly arn?: PlanValue | undefined;
  /** The resources that give it, the one with its text included. */
  readonly resources?: readonly ResourceChange[];
}

const versioned = z.object({ Version: z.string().optional() });

export function readPolicies(plan: string, policies: readonly Given[]): Policies {
  const rules: Rule[] = [];
  const managed = new Map<string, string>();
  const unknown: string[] = [];
  const unreadable: string[] = [];
  for (const { name, policy = UNKNOWN, arn, resources = [] } of policies) {
    const ofAws = managedName(arn);
    if (ofAws !== undefined) managed.set(ofAws, name);
    const isSensitive = policy instanceof Sensitive;
    const text = isSensitive ? policy.reveal() : policy;
    if (text === UNKNOWN || text === null) {
      if (ofAws === undefined) unknown.push(name);
      continue;
    }
    const json = parseJson(String(text));
    const statements = parseStatements(json);
    if (typeof statements === "string") {
      unreadable.push(name);
      continue;
    }
    const version = versioned.safeParse(json).data?.Version;
    const managedBy = resources.filter(({ type }) => type === "aws_iam_policy").map(({ address }) => address);
    const source = { plan, address: name, policies: managedBy.length > 0 ? managedBy : [name], isSensitive };
    rules.push(...statements.map((statement) => ruleOf(statement, version, source)));
  }
  return { rules, managed, unknown, unreadable };
}

/**
 * A permission as the statement that Lambda writes for it.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function permission(values: PlanObject): string {
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
