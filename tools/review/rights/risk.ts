import type { Level } from "../finding";
import type { Action } from "./actions";
import type { Difference } from "./compare";
import { glob, matches } from "./glob";
import type { Holder, Purpose } from "./holders";
import type { Rule } from "./rule";

/** How bad a new right is, with what it does in words. */
export interface Risk {
  readonly level: Level;
  readonly rule: string;
  readonly why: string;
}

/** Source: https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/ */
const ESCALATIONS: ReadonlySet<string> = new Set(
  [
    ...["AddUserToGroup", "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreateAccessKey"],
    ...["CreateLoginProfile", "CreatePolicyVersion", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy"],
    ...["SetDefaultPolicyVersion", "UpdateAssumeRolePolicy", "UpdateLoginProfile"],
    ...["DeleteRolePermissionsBoundary", "PutRolePermissionsBoundary"],
  ].map((action) => `iam:${action}`),
);
const WITH_PASS_ROLE: ReadonlySet<string> = new Set([
  "lambda:UpdateFunctionCode",
  "lambda:CreateFunction",
  "ec2:RunInstances",
  "cloudformation:CreateStack",
  "states:CreateStateMachine",
]);
/** Conditions that keep others out even if the principal is everyone. */
const LIMITS =
  /^(aws:(source(arn|account|owner|orgid|vpc|vpce|ip)|principal(arn|account|orgid|orgpaths))|kms:calleraccount)$/i;

const NEW_TRUST = "new trust";

/** Judges a right that a policy now gives. */
export function riskOf(
  { purpose, before }: Holder,
  each: Difference,
  to: readonly Rule[],
  accounts: ReadonlySet<string>,
): Risk {
  const risk = purpose === "identity" ? ofIdentity(each, to) : ofAccess(purpose, each, accounts);
  if (each.cause === "condition") return ofCondition(purpose, each) ?? risk;
  // A service alone can do nothing with a role that has no rights yet, and those are reported.
  const isOrdinary = risk.rule === "trust-gained" && risk.why === NEW_TRUST && isOfService(each);
  return isOrdinary && before === undefined ? { ...risk, level: "safe" } : risk;
}

function isOfService({ rule, who }: Difference): boolean {
  return rule.statement.principals.some(({ type, value }) => type === "Service" && value === who);
}

/** Judges a condition that no longer limits a right as it did. */
function ofCondition(purpose: Purpose, each: Difference): Risk | undefined {
  const trust = purpose === "trust" ? "trust is opened: " : "";
  const kept = new Set(each.rule.conditions.map(({ key }) => key));
  const dropped = each.others.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  if (dropped.includes("sts:externalid") && !kept.has("sts:externalid")) {
    return danger(
      "external-id-dropped",
      "trust is opened: the condition on sts:ExternalId is dropped, so a third party that makes the other account act can assume the role (confused deputy)",
    );
  }
  if (!each.rule.conditions.some((test) => isSame(test.id, each.others))) {
    return danger(
      "condition-dropped",
      `${trust}the condition is dropped or weakened, which opens the right to more requests`,
    );
  }
  const subject = (key: string) => key.endsWith(":sub");
  // A subject that is dropped is judged as missing.
  if (dropped.some(subject) && ![...kept].some(subject)) return undefined;
  if (!/[*?]|ifexists|forallvalues/i.test(conditionsText(each.rule))) return undefined;
  return dropped.some(subject)
    ? danger(
        "oidc-subject-open",
        "trust is opened: the OIDC subject (sub) is widened by a wildcard, so more identities can assume the role",
      )
    : danger("condition-weakened", `${trust}the condition is weakened, which opens the right to more requests`);
}

function isSame(id: string, others: readonly Rule[]): boolean {
  const key = (text: string) => text.split(" ")[1];
  return others.some(({ conditions }) => conditions.some((test) => key(test.id) === key(id)));
}

function conditionsText({ statement }: Rule): string {
  return JSON.stringify(statement.conditions);
}

function danger(rule: string, why: string): Risk {
  return { level: "dangerous", rule, why };
}

function ofIdentity({ rule, written, actions, what }: Difference, to: readonly Rule[]): Risk {
  const has = (name: string) => actions.some((action) => action.name.toLowerCase() === name.toLowerCase());
  const { conditions } = rule;
  if (rule.actions.isNegated) return danger("not-action-allowed", "NotAction with Allow gives every other action");
  if (written.includes("*")) return danger("wildcard-right", "a wildcard over all actions, with write access");
  if (rule.what.isNegated) return danger("not-resource-allowed", "NotResource with Allow gives every other resource");
  const isWide = /^(\*|arn:[^:]*:(?!s3)[^:]*:[^:]*:[^:]*:(?:[\w-]+[/:])?\*|arn:[^:]*:s3:::\*(?:\/\*)?)$/.test(what);
  if (has("iam:PassRole")) {
    if (isWide) return danger("pass-role", "iam:PassRole on a wildcard hands the rights of any role to a service");
    if (!conditions.some(({ key }) => key === "iam:passedtoservice")) {
      return danger(
        "pass-role",
        "iam:PassRole without the condition iam:PassedToService hands the role to any service",
      );
    }
  }
  if ([...ESCALATIONS].some(has))
    return danger("privilege-escalation", "it can give itself more rights: privilege escalation");
  if ([...WITH_PASS_ROLE].some(has) && (isWide || allowsPassRole(to))) {
    return danger(
      "privilege-escalation",
      "with iam:PassRole, it can run code with the rights of another role: privilege escalation",
    );
  }
  if (has("sts:AssumeRole") && isWide)
    return danger("wildcard-right", "a wildcard: it can assume any role that trusts it");
  const writes = writesOf(actions);
  if (written.some((action) => /:\*+$/.test(action)) && writes.length > 0) {
    return danger("wildcard-right", "a wildcard over every action of the service, with write access");
  }
  if (isWide && writes.some(({ isWithoutResource }) => !isWithoutResource)) {
    return danger("wildcard-right", "a wildcard resource with write access");
  }
  return { level: "attention", rule: "right-gained", why: "a new right" };
}

/**
 * Actions that change something. Every wildcard also covers actions that AWS may add, of which no access level is known:
 * they count only if AWS publishes none of the actions.
 */
function writesOf(actions: readonly Action[]): readonly Action[] {
  const published = actions.filter(({ access }) => access !== undefined);
  return published.length === 0
    ? actions
    : published.filter(({ access = "" }) => /Write|Permissions management|Tagging/i.test(access));
}

function allowsPassRole(rules: readonly Rule[]): boolean {
  const passRole = [..."iam:passrole"];
  return rules.some(
    ({ effect, actions: { patterns, isNegated } }) =>
      effect === "Allow" && patterns.some((pattern) => matches(pattern, passRole)) !== isNegated,
  );
}

function ofAccess(purpose: Purpose, { rule, who }: Difference, accounts: ReadonlySet<string>): Risk {
  const { conditions, statement } = rule;
  const isLimited = conditions.some(({ key, written }) => LIMITS.test(key) && !written.values.includes("*"));
  const it = purpose === "trust" ? "trust" : "it";
  if (rule.who.isNegated) return danger("opened-to-everyone", `NotPrincipal with Allow opens ${it} to everyone else`);
  if (who === "*") {
    if (conditions.some(({ key }) => key.startsWith("aws:principalorg"))) {
      return danger("opened-to-organization", `${it} is opened to every account of an organization`);
    }
    if (!isLimited) {
      return danger("opened-to-everyone", `a wildcard principal: ${it} is opened to everyone, in any account (public)`);
    }
    return { level: "attention", rule: "access-gained", why: "everyone who meets the condition" };
  }
  const type = statement.principals.find(({ value }) => value === who)?.type;
  if (type === "AWS") {
    const account = /\d{12}/.exec(who)?.[0];
    if (account !== undefined && accounts.size > 0 && !accounts.has(account)) {
      return danger("opened-to-account", `${it} is opened to another account: cross-account access`);
    }
  }
  if (type === "Federated") return ofFederated(rule, who);
  if (type === "Service" && purpose === "resource" && !isLimited) {
    return {
      level: "attention",
      rule: "access-gained",
      why: "the service may call it for any account, because aws:SourceArn and aws:SourceAccount (source_arn, source_account) are missing",
    };
  }
  if (purpose === "trust") return { level: "attention", rule: "trust-gained", why: NEW_TRUST };
  return { level: "attention", rule: "access-gained", why: "new access" };
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
function ofFederated({ conditions }: Rule, who: string): Risk {
  if (who.includes(":saml-provider/")) return { level: "attention", rule: "trust-gained", why: NEW_TRUST };
  const subjects = conditions.filter(({ key }) => key.endsWith(":sub"));
  if (subjects.length === 0)
    return danger(
      "oidc-subject-open",
      "trust is open: the OIDC subject (sub) condition is missing, so any identity of the provider may assume it",
    );
  const values = subjects.flatMap(({ written }) => written.values);
  const anyRepository = glob("repo:*/*");
  if (
    values.some((value) =>
      /^\*|^system:serviceaccount:\*|^repo:\*|^repo:[^/:]*\/?\*|^project_path:[^/]*\/?\*/.test(value),
    )
  ) {
    return danger("oidc-subject-open", "trust is open: the OIDC subject (sub) has a wildcard over repositories");
  }
  if (!conditions.some(({ key }) => key.endsWith(":aud"))) {
    return { level: "attention", rule: "oidc-audience-missing", why: "the OIDC audience (aud) condition is missing" };
  }
  const isOfRepository = values.some((value) => value.includes("*") && matches(anyRepository, [...value]));
  return {
    level: "attention",
    rule: "trust-gained",
    why: isOfRepository ? "any branch of the repository may assume it" : NEW_TRUST,
  };
}
