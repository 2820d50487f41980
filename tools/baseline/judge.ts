import type { Resource } from "./model/resource";
import type { Stack } from "./model/stack";
import type { Rule } from "./rule";
import { isWaivedBy, type Waiver } from "./waiver";

/** Something about one resource that a rule finds wrong. */
export interface Finding {
  readonly rule: Rule;
  readonly stack: Stack;
  readonly resource: Resource;
  /** As a sentence without its full stop. */
  readonly wrong: string;
  /** Whether the rule threw: then its waivers, which speak of what it finds, do not hold. */
  readonly isUnjudged: boolean;
  /** What lets it pass. */
  readonly waiver?: Waiver;
}

/** What a rule says of some stacks. */
export interface Judgement {
  readonly rule: Rule;
  /** How many resources it looked at; with none, it says nothing. */
  readonly judged: number;
  readonly findings: readonly Finding[];
}

export type Outcome = "passed" | "waived" | "failed" | "nothing to judge";

export function outcomeOf({ judged, findings }: Judgement): Outcome {
  if (findings.some(({ waiver }) => waiver === undefined)) return "failed";
  if (findings.length > 0) return "waived";
  return judged === 0 ? "nothing to judge" : "passed";
}

/** Holds stacks against rules. */
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

/** A rule that throws has not seen what it must see, so what it threw is a finding. */
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

/** Waivers that nothing needs any more; to be asked where every environment was judged. */
export function unusedWaivers(judgements: readonly Judgement[], waivers: readonly Waiver[]): Waiver[] {
  const used = new Set(judgements.flatMap(({ findings }) => findings.map(({ waiver }) => waiver)));
  return waivers.filter((waiver) => !used.has(waiver));
}
