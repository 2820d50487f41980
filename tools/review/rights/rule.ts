import type { PolicyStatement, Principal } from "../../support/policy-document";
import { testOf } from "./condition";
import type { Conditions } from "./contexts";
import { ANYTHING, type Glob, glob } from "./glob";

/** Patterns, one of which must match; if negated, none may. */
export interface Matcher {
  readonly patterns: readonly Glob[];
  readonly isNegated: boolean;
}

/** A policy that a statement comes from. */
export interface Source {
  readonly plan: string;
  readonly address: string;
  /** The addresses of the resources that have its text, if it is attached by another one. */
  readonly policies: readonly string[];
  /** Whether nothing of it may be shown. */
  readonly isSensitive: boolean;
}

/** A statement, ready to be compared. */
export interface Rule {
  readonly effect: "Allow" | "Deny";
  /** In lower case. */
  readonly actions: Matcher;
  readonly who: Matcher;
  readonly what: Matcher;
  readonly conditions: Conditions;
  readonly statement: PolicyStatement;
  readonly source: Source;
}

/** Makes a statement comparable. `version` is the policy's; variables exist since 2012-10-17. */
export function ruleOf(statement: PolicyStatement, version: string | undefined, source: Source): Rule {
  const variables = version === "2012-10-17";
  const actions = statement.actions.length > 0 ? statement.actions : statement.notActions;
  const resources = statement.resources.length > 0 ? statement.resources : statement.notResources;
  const who = statement.principals.length > 0 ? statement.principals : statement.notPrincipals;
  const has = (negation: string) => statement.negations.includes(negation);
  return {
    effect: statement.effect,
    actions: {
      patterns: actions.map((action) => ({ ...glob(action.toLowerCase(), { variables: false }), written: action })),
      isNegated: has("NotAction"),
    },
    // Trust policies have no resource, and policies of a principal name none.
    what: {
      patterns:
        resources.length === 0 && !has("NotResource") ? [ANYTHING] : resources.map((each) => glob(each, { variables })),
      isNegated: has("NotResource"),
    },
    who: {
      patterns: who.length === 0 && !has("NotPrincipal") ? [ANYTHING] : who.map(principalPattern),
      isNegated: has("NotPrincipal"),
    },
    conditions: statement.conditions.map((condition) => testOf(condition, variables)),
    statement,
    source,
  };
}

/**
 * The principals that a principal stands for. An account, or its root, means everybody in it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function principalPattern({ type, value }: Principal): Glob {
  if (value === "*" && (type === "*" || type === "AWS")) return ANYTHING;
  const account = type === "AWS" ? accountOfRoot(value) : undefined;
  if (account === undefined) return { ...glob(`${type}:${value}`, { wildcards: false }), written: value };
  return { ...glob(`AWS:arn:*:*::${account}:*`, { isArn: false }), written: value };
}

function accountOfRoot(value: string): string | undefined {
  return /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
}
