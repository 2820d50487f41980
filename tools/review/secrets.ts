import type { Plan } from "../terraform/plan";
import { isPlanList, isPlanObject, type PlanValue, Sensitive } from "../terraform/plan-value";
import type { Finding } from "./finding";
import { Text } from "./text";

/** Shorter values occur in other words by chance. */
const FEWEST_CHARACTERS = 8;
/** What providers mark as sensitive although everybody may know it: ARNs, addresses, numbers and Regions. */
const PUBLIC = /^(arn:[^?@]*|https?:\/\/[^?@]*|\d+|[a-z]{2}(-[a-z]+)+-\d)$/;
/** A report may shorten a value, so the beginning of a long one counts as the whole. */
const HEAD = 64;

/** Replaces the sensitive values in a text. */
export type Hide = (data: string) => string;

/**
 * Hides every sensitive value of the plans: Terraform marks a value where it knows that it is sensitive, and the same
 * value may be elsewhere, unmarked, such as in the message of a check.
 */
export function hidesSecretsOf(plans: readonly Plan[]): Hide {
  const names = namesIn(plans);
  const secrets = [...new Set(plans.flatMap((plan) => secretsIn(plan, names)))]
    .filter(isSecret)
    .sort((one, other) => other.length - one.length);
  if (secrets.length === 0) return (data) => data;
  const heads = new Map(secrets.map((secret) => [secret.slice(0, HEAD), secret]));
  const pattern = new RegExp([...heads.keys()].map(escaped).join("|"));
  return (data) => hidden(data, pattern, heads);
}

/** The findings without what must be hidden. */
export function withoutSecrets(hide: Hide, findings: readonly Finding[]): readonly Finding[] {
  const hideIn = (text: Text) =>
    new Text(text.parts.map((part) => (typeof part === "string" ? part : { data: hide(part.data) })));
  return findings.map((finding) => ({
    ...finding,
    text: hideIn(finding.text),
    ...(finding.details !== undefined && { details: finding.details.map(hideIn) }),
  }));
}

function isSecret(value: string): boolean {
  return value.length >= FEWEST_CHARACTERS && !PUBLIC.test(value);
}

function hidden(data: string, pattern: RegExp, heads: ReadonlyMap<string, string>): string {
  let shown = "";
  let rest = data;
  for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
    const secret = heads.get(match[0]) ?? "";
    let end = match[0].length;
    while (end < secret.length && rest[match.index + end] === secret[end]) end++;
    shown += `${rest.slice(0, match.index)}(sensitive)`;
    rest = rest.slice(match.index + end);
  }
  return shown + rest;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function secretsIn(plan: Plan, names: ReadonlySet<string>): readonly string[] {
  const changes = [...plan.changes, ...plan.drift, ...plan.deferred.map(({ change }) => change)];
  return [
    ...[
      ...changes.flatMap(({ before, after }) => [before, after]),
      ...plan.priorState.values(),
      ...plan.sensitiveVariables,
    ].flatMap((value) => textsIn(value, false)),
    ...plan.outputs
      .flatMap(({ before, after }) => [before, after])
      .flatMap((value) => textsIn(value, false))
      .filter((text) => !names.has(text)),
  ];
}

/** The attributes that name a resource in AWS. */
const NAMES = ["name", "bucket", "function_name", "alarm_name", "identifier"];

/**
 * The names that resources of AWS have in the open. CDKTF marks every output that another stack reads as sensitive, so a
 * name that only an output marks is no secret. Source:
 * https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/terraform-stack.ts
 */
function namesIn(plans: readonly Plan[]): ReadonlySet<string> {
  const resources = plans.flatMap(({ changes }) => changes).filter(({ type }) => type.startsWith("aws_"));
  return new Set(
    resources
      .flatMap(({ before, after }) => [before, after])
      .flatMap((values) => NAMES.map((name) => values?.[name]))
      .filter((value) => typeof value === "string"),
  );
}

/** The texts of a value that are sensitive. */
function textsIn(value: PlanValue | undefined, isSensitive: boolean): readonly string[] {
  if (value instanceof Sensitive) return textsIn(value.reveal(), true);
  if (isPlanList(value)) return value.flatMap((item) => textsIn(item, isSensitive));
  if (isPlanObject(value)) return Object.values(value).flatMap((item) => textsIn(item, isSensitive));
  return isSensitive && typeof value === "string" ? [value] : [];
}
