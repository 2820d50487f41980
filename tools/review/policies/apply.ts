import { type Finding, worstFirst } from "../finding";
import type { Waived } from "../report/report";
import { changedResources, type Subject } from "../subject";
import { say } from "../text";
import type { Settings, Waiver } from "./settings";

/** Findings after the policies and waivers of a team. */
export interface Settled {
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  readonly notes: readonly string[];
}

/** Applies the policies, then the waivers. An expired waiver is a finding. `today` is YYYY-MM-DD in UTC. */
export function settle(subject: Subject, found: readonly Finding[], settings: Settings, today: string): Settled {
  const levels = new Map(
    settings.policies.flatMap((each) => ("rule" in each ? [[each.rule, each.level] as const] : [])),
  );
  const judged = [...found, ...policyFindings(subject, settings)].map((finding) => ({
    ...finding,
    level: levels.get(finding.rule) ?? finding.level,
  }));
  const valid = settings.waivers.filter(({ expires }) => expires >= today);
  const waiverOf = (finding: Finding) => valid.find((waiver) => matches(waiver, finding));
  const unused = valid.filter((waiver) => !judged.some((finding) => matches(waiver, finding)));
  return {
    findings: worstFirst([
      ...judged.filter((finding) => waiverOf(finding) === undefined),
      ...settings.waivers.filter((waiver) => !valid.includes(waiver)).map(expired),
    ]),
    waived: judged.flatMap((finding) => {
      const waiver = waiverOf(finding);
      return waiver === undefined ? [] : [{ finding, reason: waiver.reason, expires: waiver.expires }];
    }),
    notes: unused.map(({ rule, address }) => `The waiver of ${rule} for ${address} matches nothing in these plans.`),
  };
}

function policyFindings(subject: Subject, { policies }: Settings): Finding[] {
  return policies.flatMap((policy) =>
    "type" in policy
      ? changedResources(subject)
          .filter(({ change }) => isLike(policy.type, change.type))
          .map(({ plan, change }) => ({
            level: policy.level,
            rule: "policy",
            section: "plan" as const,
            plan,
            address: change.address,
            text: say`${change.address} changes (${change.kind}), which a policy wants looked at: ${policy.reason}`,
          }))
      : [],
  );
}

function expired({ rule, address, expires }: Waiver): Finding {
  const text = say`The waiver of ${rule} for ${address} expired on ${expires}: renew or remove it`;
  return { level: "dangerous", rule: "waiver-expired", section: "plan", plan: "", address: "", text };
}

function matches(waiver: Waiver, finding: Finding): boolean {
  return (
    waiver.rule === finding.rule &&
    isLike(waiver.address, finding.address) &&
    (waiver.state === undefined || waiver.state === finding.state) &&
    (waiver.plan === undefined || waiver.plan === finding.plan)
  );
}

/** Whether a text has the form of a pattern, in which `*` stands for any characters. */
function isLike(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? "";
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
