import type { Resource } from "./model/resource";
import type { Stack } from "./model/stack";
import type { Rule } from "./rule";
import { isWaivedBy, type Waiver } from "./waiver";

/** One fault that a rule finds in a resource. */
export interface Finding {
  readonly rule: Rule;
  readonly stack: Stack;
  readonly resource: Resource;
  /** A sentence without its full stop. */
  readonly wrong: string;
  /** Whether the rule threw. Its waivers cover what it finds, so they do not apply then. */
  readonly isUnjudged: boolean;
  /** The waiver that lets it pass. */
  readonly waiver?: Waiver;
}

/** The result of one rule for some stacks. */
export interface Judgement {
  readonly rule: Rule;
  /** The number of resources that the rule judged. */
  readonly judged: number;
  readonly findings: readonly Finding[];
}

export type Outcome = "passed" | "waived" | "failed" | "nothing to judge";

export function outcomeOf({ judged, findings }: Judgement): Outcome {
  if (findings.some(({ waiver }) => waiver === undefined)) return "failed";
  if (findings.length > 0) return "waived";
  return judged === 0 ? "nothing to judge" : "passed";
}

/** Judges stacks by rules. */
export async function judge(
  stacks: readonly Stack[],
  rules: readonly Rule[],
  waivers: readonly Waiver[],
): Promise<Judgement[]> {
  return Promise.all(
    rules.map(async (rule) => {
      const subjects = stacks
        .filter(({ source }) => rule.judgedOn === undefined || rule.judgedOn === source)
        .flatMap((stack) => stack.ofType(...rule.types).map((resource) => ({ stack, resource })));
      const found = await Promise.all(subjects.map(({ stack, resource }) => findingsOf(rule, stack, resource)));
      return { rule, judged: subjects.length, findings: found.flat().map((finding) => waived(finding, waivers)) };
    }),
  );
}

/** A rule that throws could not judge the resource, so its error is a finding. */
async function findingsOf(rule: Rule, stack: Stack, resource: Resource): Promise<Finding[]> {
  try {
    const wrongs = await rule.check(resource, stack);
    return [...wrongs].map((wrong) => ({ rule, stack, resource, wrong, isUnjudged: false }));
  } catch (error) {
    const wrong = `It could not be judged: ${error instanceof Error ? error.message : String(error)}`;
    return [{ rule, stack, resource, wrong, isUnjudged: true }];
  }
}

function waived(finding: Finding, waivers: readonly Waiver[]): Finding {
  const waiver = finding.isUnjudged ? undefined : waivers.find((each) => isWaivedBy(each, finding));
  return waiver === undefined ? finding : { ...finding, waiver };
}

/** Waivers that nothing needs any more. Valid only if every environment was judged. */
export function unusedWaivers(judgements: readonly Judgement[], waivers: readonly Waiver[]): Waiver[] {
  const used = new Set(judgements.flatMap(({ findings }) => findings.map(({ waiver }) => waiver)));
  return waivers.filter((waiver) => !used.has(waiver));
}
