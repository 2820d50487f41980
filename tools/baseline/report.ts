import type { Baseline, EnvironmentJudgement } from "./baseline";
import { type Finding, type Outcome, outcomeOf } from "./judge";
import { placeOf, type Waiver } from "./waiver";

const OUTCOMES: readonly Outcome[] = ["passed", "waived", "failed", "nothing to judge"];
const [RED, GREEN, YELLOW] = [31, 32, 33];
const COLOURS: Partial<Record<Outcome, number>> = { passed: GREEN, waived: YELLOW, failed: RED };

/** The result as text: counts of rules by outcome, the waivers used with their reasons, and last the failures with their fixes. */
export function report(baseline: Baseline, colour: boolean): string {
  const { environments, unused } = baseline;
  return [
    ...environments.map((each) => summary(each, colour)),
    ...section("Waived", waivedLines(environments)),
    ...section(
      "Waivers that nothing needs any more: remove them from tools/baseline/waivers.ts, then run npm run baseline -- --docs",
      unused.map((waiver) => `  ${waiver.rule} of ${scopeOf(waiver)}`),
    ),
    ...section(paint("Failed", colour ? RED : undefined), environments.flatMap(failedLines)),
  ].join("\n");
}

function scopeOf(waiver: Waiver): string {
  return [placeOf(waiver), ...(waiver.findings === undefined ? [] : [waiver.findings.join(", ")])].join(": ");
}

function summary({ environment, judgements }: EnvironmentJudgement, colour: boolean): string {
  const counts = OUTCOMES.map((outcome) => {
    const count = judgements.filter((judgement) => outcomeOf(judgement) === outcome).length;
    return paint(`${count} ${outcome}`, colour && count > 0 ? COLOURS[outcome] : undefined);
  });
  return `${environment || "(no environment)"}: ${judgements.length} rules, ${counts.join(", ")}`;
}

function waivedLines(environments: readonly EnvironmentJudgement[]): string[] {
  const counts = new Map<Waiver, number>();
  for (const { waiver } of environments.flatMap(findingsOf)) {
    if (waiver !== undefined) counts.set(waiver, (counts.get(waiver) ?? 0) + 1);
  }
  return [...counts].flatMap(([waiver, count]) => [
    `  ${waiver.rule}, ${count} ${count === 1 ? "finding" : "findings"}, of ${scopeOf(waiver)}`,
    `    ${waiver.reason}`,
  ]);
}

function failedLines(environment: EnvironmentJudgement): string[] {
  return findingsOf(environment)
    .filter(({ waiver }) => waiver === undefined)
    .flatMap(({ rule, stack, resource, wrong }) => [
      `  ${stack.id}, ${resource.address}: ${wrong}`,
      `    ${rule.fix}. (${[rule.id, ...rule.scannerIds].join(", ")}: ${rule.reason}.)`,
    ]);
}

function findingsOf({ judgements }: EnvironmentJudgement): Finding[] {
  return judgements.flatMap(({ findings }) => findings);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function paint(text: string, colour: number | undefined): string {
  return colour === undefined ? text : `\u001b[${colour}m${text}\u001b[0m`;
}

/** The result for programs: for each environment the ids of the rules by outcome, and every finding. `mend` holds the fix. */
export function reportJson({ environments, unused }: Baseline): string {
  const document = {
    environments: environments.map(({ environment, judgements }) => ({
      environment,
      rules: Object.fromEntries(
        OUTCOMES.map((outcome) => [
          outcome,
          judgements.filter((judgement) => outcomeOf(judgement) === outcome).map(({ rule }) => rule.id),
        ]),
      ),
      findings: judgements.flatMap(({ findings }) =>
        findings.map(({ rule, stack, resource, wrong, waiver }) => ({
          rule: rule.id,
          scannerIds: rule.scannerIds,
          stack: stack.id,
          resource: resource.address,
          wrong,
          mend: rule.fix,
          waived: waiver?.reason ?? null,
        })),
      ),
    })),
    unusedWaivers: unused,
  };
  return JSON.stringify(document, undefined, 2);
}
