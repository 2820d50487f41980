import { groupBy } from "../../support/group-by";
import { isSameValue } from "../../terraform/plan-value";
import type { Finding, Level } from "../finding";
import { changedResources, type Subject } from "../subject";
import { join, say, Text } from "../text";
import { type Difference, gained } from "./compare";
import { matches } from "./glob";
import { type Holder, holdersIn } from "./holders";
import { riskOfManaged } from "./managed-policies";
import { NO_POLICIES, type Policies } from "./policies";
import { type Risk, riskOf } from "./risk";
import type { Rule } from "./rule";

/** Rights that the plans give and take, whom they let in, and policies that cannot be compared. */
export async function examineRights(subject: Subject): Promise<Finding[]> {
  const accounts = accountsOf(subject);
  const ofHolders = await Promise.all(holdersIn(subject).map((holder) => ofHolder(holder, accounts)));
  return [...ofHolders.flat(), ...ofBoundaries(subject)];
}

async function ofHolder(holder: Holder, accounts: ReadonlySet<string>): Promise<Finding[]> {
  const { after, before } = holder;
  const [was, is] = [before ?? NO_POLICIES, after ?? NO_POLICIES];
  // What becomes unknown counts as it was, and is reported.
  const kept = was.rules.filter(({ source }) => is.unknown.includes(source.address));
  const to = [...is.rules, ...kept];
  const managed = ofManaged(holder, is, was);
  if (sameText(was.rules, to)) return [...managed, ...unknown(holder, is, was)];
  const [gains, losses, noLongerDenied] = await Promise.all([
    gained(was.rules, to),
    gained(to, was.rules),
    after === undefined ? [] : gained(denials(to), denials(was.rules)),
  ]);
  // What a managed policy gives is said by its name.
  const byName = new Set([...is.managed, ...was.managed].map(([, address]) => address));
  const isOwn = ({ rule, cause }: Difference) => cause !== "new" || !byName.has(rule.source.address);
  return [
    ...managed,
    ...ofKeyRoot(holder, is, was),
    ...noLongerDenied.map((each) => undenied(holder, each)),
    ...gainsOf(
      holder,
      gains.filter((each) => each.cause !== "deny" && isOwn(each)),
      to,
      accounts,
    ),
    ...lossesOf(holder, losses.filter(isOwn)),
    ...unknown(holder, is, was),
  ];
}

function sameText(one: readonly Rule[], other: readonly Rule[]): boolean {
  return (
    JSON.stringify(one.map(({ statement }) => statement)) === JSON.stringify(other.map(({ statement }) => statement))
  );
}

/** The Deny statements, as if they allowed what they deny. */
function denials(rules: readonly Rule[]): Rule[] {
  return rules.filter(({ effect }) => effect === "Deny").map((rule) => ({ ...rule, effect: "Allow" }));
}

function finding(holder: Holder, level: Level, rule: string, text: Text, rules: readonly Rule[]): Finding {
  const isSensitive = rules.some(({ source }) => source.isSensitive);
  const { plan, address } = holder;
  const policies = [...new Set(rules.flatMap(({ source }) => source.policies))].filter((name) => name !== address);
  return {
    level,
    rule,
    section: "permissions",
    plan,
    address,
    text: isSensitive ? text.redacted() : text,
    ...(policies.length > 0 && { details: [say`Policy: ${policies}`] }),
  };
}

interface Gain {
  readonly each: Difference;
  readonly risk: Risk;
}

/** What a holder gains, with equal risks in one finding, because a new role has many rights. */
function gainsOf(
  holder: Holder,
  differences: readonly Difference[],
  to: readonly Rule[],
  accounts: ReadonlySet<string>,
): Finding[] {
  const gains = differences.map((each): Gain => ({ each, risk: riskOf(holder, each, to, accounts) }));
  const alike = groupBy(gains, ({ risk, each }) =>
    [risk.level, risk.rule, risk.why, holder.purpose === "identity" ? "" : each.who, each.rule.source.isSensitive].join(
      "\0",
    ),
  );
  return [...alike.values()].map((group) => gainOf(holder, group));
}

/** Rights after which a sentence ends and the details continue. */
const MOST_RIGHTS = 4;

function gainOf(holder: Holder, gains: readonly Gain[]): Finding {
  const [first] = gains;
  const said = gains.map(({ each }) => say`${rightOf(holder, each)}${conditioned(each.rule)}${formerly(each)}`);
  // A role may have the same right by several policies.
  const rights = [...new Map(said.map((right) => [String(right), right])).values()];
  const more = rights.slice(MOST_RIGHTS);
  const list = join(
    [...rights.slice(0, MOST_RIGHTS), ...(more.length > 0 ? [new Text([`${more.length} more`])] : [])],
    "; ",
  );
  const who = first === undefined || first.each.who === "*" ? new Text(["everyone (*)"]) : say`${first.each.who}`;
  const start =
    holder.purpose === "identity"
      ? say`${holder.before === undefined ? new Text(["The new "]) : say``}${holder.address} gains ${list}`
      : say`${policyOf(holder)} now ${new Text([holder.purpose === "trust" ? "trusts" : "lets"])} ${who}${new Text([holder.purpose === "trust" ? " to" : ""])} call ${list}`;
  const { level = "attention", rule = "right-gained", why = "" } = first?.risk ?? {};
  const found = finding(
    holder,
    level,
    rule,
    say`${start}: ${new Text([why])}.`,
    gains.flatMap(({ each }) => [each.rule, ...each.others]),
  );
  const isSensitive = gains.some(({ each }) => each.rule.source.isSensitive);
  if (more.length === 0 || isSensitive) return found;
  return { ...found, details: [...more.map((right) => say`Also ${right}.`), ...(found.details ?? [])] };
}

function policyOf({ purpose, address, before }: Holder): Text {
  const kind = new Text([purpose === "trust" ? "The trust policy of " : "The policy of "]);
  return say`${kind}${before === undefined ? new Text(["the new "]) : say``}${address}`;
}

/** What the other side allowed instead. */
function formerly({ cause, others }: Difference): Text {
  if (cause === "condition") return say`; before, only under the condition ${join(others.map(conditionOf), " or ")}`;
  return others.length > 0 ? say`; before, ${join(others.slice(0, 3).map(formerOf), " and ")}` : say``;
}

/** Policies that AWS manages, attached and detached. */
function ofManaged(holder: Holder, is: Policies, was: Policies): Finding[] {
  const gained = [...is.managed.keys()].filter((name) => !was.managed.has(name));
  const lost = [...was.managed.keys()].filter((name) => !is.managed.has(name));
  return [
    ...gained.map((name) => {
      const { level, rule, why } = riskOfManaged(name);
      const text = say`${holder.address} gains the AWS managed policy ${name}: ${new Text([why])}.`;
      return finding(holder, level, rule, text, []);
    }),
    ...lost.map((name) => {
      const verb = new Text([holder.isRemoved ? "is removed and loses" : "loses"]);
      const text = say`${holder.address} ${verb} the AWS managed policy ${name}: calls that need it will fail with AccessDenied.`;
      return finding(holder, "attention", "managed-policy-detached", text, []);
    }),
  ];
}

/**
 * A key whose policy no longer gives the account its rights: IAM policies then give none, and nobody can change the key
 * if the policy names nobody else who may.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
function ofKeyRoot(holder: Holder, is: Policies, was: Policies): Finding[] {
  if (!holder.type.startsWith("aws_kms_key") || is.rules.length === 0 || is.unknown.length > 0) return [];
  const change = [..."kms:putkeypolicy"];
  const changers = ({ rules }: Policies) =>
    rules.filter(
      ({ effect, actions: { patterns, isNegated } }) =>
        effect === "Allow" && patterns.some((pattern) => matches(pattern, change)) !== isNegated,
    );
  const isRoot = ({ who }: Rule) => who.patterns.some(({ written }) => /^(?:arn:.*:root|\d{12}|\*)$/.test(written));
  if (!changers(was).some(isRoot) || changers(is).some(isRoot)) return [];
  const isLocked = changers(is).length === 0;
  const effect = isLocked
    ? "this locks the key out: nobody can change its policy any more, and IAM policies no longer give rights to it"
    : "IAM policies no longer give rights to it, so only those that the policy names can manage it";
  const text = say`The key policy of ${holder.address} loses the statement for the account's root: ${new Text([effect])}.`;
  return [finding(holder, isLocked ? "dangerous" : "attention", "key-root-removed", text, was.rules)];
}

function undenied(holder: Holder, each: Difference): Finding {
  const effect = each.rule.conditions.some(({ key }) => key === "aws:securetransport")
    ? "requests over insecure transport (without TLS) are no longer refused"
    : "every Allow of it takes effect";
  const text = say`The Deny of ${rightOf(holder, each)}${conditioned(each.rule)} is removed from the policy of ${holder.address}: ${new Text([effect])}.`;
  return finding(holder, "dangerous", "deny-removed", text, [each.rule]);
}

function lossesOf(holder: Holder, losses: readonly Difference[]): Finding[] {
  if (losses.length === 0) return [];
  const sentences = losses.map((each) =>
    each.cause === "condition"
      ? say`${rightOf(holder, each)} except under the condition ${join(each.others.map(conditionOf), " or ")}`
      : each.cause === "deny"
        ? say`${rightOf(holder, each)}, which a Deny now covers`
        : each.isPartial
          ? say`part of the wildcard or list ${rightOf(holder, each)}, which is narrowed`
          : say`${rightOf(holder, each)}${holder.purpose === "identity" ? say`` : say` for ${each.who}`}`,
  );
  const verb = new Text([holder.isRemoved ? "is removed and loses" : "loses"]);
  const rules = losses.map(({ rule }) => rule);
  const first = finding(
    holder,
    "attention",
    "right-lost",
    say`${holder.address} ${verb} ${join(sentences.slice(0, 5), "; ")}.`,
    rules,
  );
  const isSensitive = rules.some(({ source }) => source.isSensitive);
  const more = isSensitive ? [] : sentences.slice(5).map((each) => say`It loses ${each}.`);
  return [{ ...first, details: [...more, ...(first.details ?? [])] }];
}

function policyNamed({ purpose, address }: Holder, names: readonly string[]): Text {
  const others = names.filter((name) => name !== address);
  const noun = new Text([`${purpose === "trust" ? "trust " : ""}${others.length > 1 ? "policies" : "policy"}`]);
  return others.length === 0 ? say`${noun} of ${address}` : say`${noun} ${others} of ${address}`;
}

function unknown(holder: Holder, is: Policies, was: Policies): Finding[] {
  const later = is.unknown.filter((name) => !was.unknown.includes(name));
  const references = [...new Set(later.flatMap((name) => holder.references(name)))].slice(0, 5);
  const refers = references.length === 0 ? say`` : say` (it refers to ${references})`;
  const text = say`The ${policyNamed(holder, later)} is unknown: known after apply, or not in the plans${refers}, so the rights cannot be compared.`;
  return [
    ...(later.length === 0 ? [] : [finding(holder, "attention", "policy-unknown", text, [])]),
    ...is.unreadable
      .filter((name) => !was.unreadable.includes(name))
      .map((name) =>
        finding(
          holder,
          "attention",
          "policy-unreadable",
          say`The ${policyNamed(holder, [name])} is not a policy that can be read, so its rights cannot be compared.`,
          [],
        ),
      ),
  ];
}

/** Limits of roles and users, and how long a session of a role may last. */
function ofBoundaries(subject: Subject): Finding[] {
  return changedResources(subject).flatMap(({ plan, change: { type, address, before, after } }) => {
    if (!["aws_iam_role", "aws_iam_user"].includes(type) || before === undefined || after === undefined) return [];
    const common = { section: "permissions" as const, plan, address };
    const [was, is] = [before.permissions_boundary ?? "", after.permissions_boundary ?? ""].map((each) => each ?? "");
    const [short = null, long = null] = [before.max_session_duration, after.max_session_duration];
    const boundary: Finding[] = isSameValue(was, is)
      ? []
      : [
          was === ""
            ? {
                ...common,
                level: "attention",
                rule: "boundary-added",
                text: say`${address} gets the permissions boundary ${is ?? ""}: rights outside it are lost.`,
              }
            : is === ""
              ? {
                  ...common,
                  level: "dangerous",
                  rule: "boundary-removed",
                  text: say`The permissions boundary ${was ?? ""} of ${address} is removed: its policies are no longer limited.`,
                }
              : {
                  ...common,
                  level: "dangerous",
                  rule: "boundary-changed",
                  text: say`The permissions boundary of ${address} changes: ${was ?? ""} → ${is ?? ""}.`,
                },
        ];
    const session: Finding[] = isSameValue(short, long)
      ? []
      : [
          {
            ...common,
            level: "attention",
            rule: "session-duration",
            text: say`max_session_duration of ${address} changes: ${short} → ${long} seconds.`,
          },
        ];
    return [...boundary, ...session];
  });
}

function rightOf({ purpose }: Holder, { written, what }: Difference): Text {
  // A trust policy has no resource.
  if (purpose === "trust") return say`${written}`;
  return what === "*" ? say`${written} on * (any resource)` : say`${written} on ${what}`;
}

function conditionOf(rule: Rule): Text {
  const texts = rule.statement.conditions.map(({ operator, key, values }) => say`${operator} ${key} = ${values}`);
  return texts.length === 0 ? new Text(["(none)"]) : join(texts, " and ");
}

function conditioned(rule: Rule): Text {
  return rule.conditions.length === 0 ? say`` : say` under the condition ${conditionOf(rule)}`;
}

function formerOf({ statement: { actions, resources } }: Rule): Text {
  return say`${actions.slice(0, 5)} on ${resources.length === 0 ? "*" : resources.slice(0, 3)}`;
}

/** The accounts that resources of the plans are in. */
function accountsOf({ plans }: Subject): ReadonlySet<string> {
  const accounts = plans.flatMap(({ changes, priorState }) => [
    ...changes.flatMap(({ before, after }) => [before?.arn, after?.arn]),
    ...[...priorState.values()].flatMap(({ account_id: id, arn }) => [arn, id]),
  ]);
  return new Set(
    accounts.flatMap((each) =>
      typeof each === "string" ? (/^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(each)?.[1] ?? []) : [],
    ),
  );
}
