import { type PlanObject, Sensitive, UNKNOWN } from "../../terraform/plan-value";
import type { Finding, Level, Section } from "../finding";
import { say, Text } from "../text";
import { type Difference, differencesOf, isReordered, within } from "./difference";
import { isComputed, isOrdered } from "./noise";
import { attention, type Outcome, type Row, type Sides } from "./row";
import { shownPair } from "./show";

/** Rules by the attribute that they judge. */
export type RowTable = ReadonlyMap<string, Row & { readonly section: Section }>;

/** The resource that is judged, and its plan. */
export interface Judged {
  /** Whether a new resource takes its place. Then whatever AWS chooses is unknown, so an unknown value means nothing. */
  readonly isReplaced: boolean;
  readonly plan: string;
  readonly address: string;
  readonly type: string;
  readonly sides: Sides;
  /** What the sentences begin with. */
  readonly subject: Text;
}

/** The findings of the rules, and what no rule has judged. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly rest: readonly Difference[];
}

/** Judges every attribute that differs. */
export function judgeChanges(rows: RowTable, judged: Judged): Judgement {
  const { before, after } = judged.sides;
  const differences = differencesOf(before, after).filter((difference) => !isComputed(difference));
  return together(differences.map((difference) => judgeDifference(rows, judged, difference)));
}

function judgeDifference(rows: RowTable, judged: Judged, difference: Difference): Judgement {
  const row = rowAt(rows, judged.type, difference.pattern);
  const inner = within(difference);
  if (inner.length === 0 && isReordered(difference) && !isOrdered(difference))
    return { findings: [], rest: [difference] };
  const isMeaningless = judged.isReplaced && difference.after === UNKNOWN;
  // Several blocks of one name are judged one by one.
  const areBlocks = inner.some(({ pattern, path }) => pattern === difference.pattern && path !== difference.path);
  const isJudged = row !== undefined && !isMeaningless && (row.isWhole === true || !areBlocks);
  const finding = isJudged ? judge(row, judged, difference) : undefined;
  if (finding !== undefined) return { findings: [finding], rest: [] };
  if (inner.length === 0) return { findings: [], rest: [difference] };
  const judgement = together(inner.map((each) => judgeDifference(rows, judged, each)));
  const isWhole = difference.before === undefined || difference.after === undefined;
  if (!isWhole) return judgement;
  // A block that appears or disappears is one line, unless a rule has judged a part of it. Its name is in the path.
  if (judgement.findings.length === 0) return { findings: [], rest: [difference] };
  return { ...judgement, rest: judgement.rest.filter(({ pattern }) => !/\.(id|name)$/.test(pattern)) };
}

function rowAt(rows: RowTable, type: string, pattern: string): (Row & { readonly section: Section }) | undefined {
  return rows.get(`${type}.${pattern}`) ?? rows.get(`${type}.${pattern.replace(/[^.]*$/, "*")}`);
}

function judge(
  { rule, section, source, judge, unknown = NOT_KNOWN_YET }: Row & { readonly section: Section },
  { plan, address, sides, subject }: Judged,
  difference: Difference,
): Finding | undefined {
  const found = (level: Level, text: Text): Finding => ({
    level,
    rule,
    section,
    plan,
    address,
    text,
    details: [new Text([`Source: ${source}`])],
  });
  const { path, before, after } = difference;
  if (after === UNKNOWN || before === UNKNOWN) {
    const [was, is] = shownPair(path, before, after);
    return found(unknown.level, say`${subject} ${path} changes, ${was} → ${is}: ${unknown.words}`);
  }
  const outcome = judge(open(before), open(after), sides);
  if (outcome === undefined) return undefined;
  if (before instanceof Sensitive || after instanceof Sensitive) {
    return found(outcome.level, say`${subject} ${path} changes, (sensitive) → (sensitive): its values are not shown`);
  }
  return found(outcome.level, sentence(subject, difference, outcome));
}

const NOT_KNOWN_YET = attention("whether that weakens it is not known yet");

function sentence(subject: Text, { path, before, after }: Difference, { verb, words, shown: values }: Outcome): Text {
  const [was, is] = values ?? shownPair(path, before, after);
  return say`${subject} ${path} ${new Text([verb])}, ${was} → ${is}: ${words}`;
}

function open<T>(value: T | Sensitive): T | ReturnType<Sensitive["reveal"]> {
  return value instanceof Sensitive ? value.reveal() : value;
}

function together(judgements: readonly Judgement[]): Judgement {
  return {
    findings: judgements.flatMap(({ findings }) => findings),
    rest: judgements.flatMap(({ rest }) => rest),
  };
}

/** The value of an attribute as text; undefined for none, a secret, or one that is not known yet. */
export function textAt(object: PlanObject | undefined, name: string): string | undefined {
  const value = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
