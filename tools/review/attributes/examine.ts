import type { ResourceChange } from "../../terraform/plan";
import { UNKNOWN } from "../../terraform/plan-value";
import type { Finding, Level, Section } from "../finding";
import type { Examine } from "../review";
import { changedResources } from "../subject";
import { join, say, Text } from "../text";
import { DOCUMENT_CHANGED } from "../tidy";
import { type Difference, isReordered } from "./difference";
import { destroyed, replaced } from "./end";
import { judgeChanges, type RowTable } from "./judge-changes";
import type { Losses } from "./loss";
import {
  attributeOf,
  isCode,
  isCosmetic,
  isDocumentJudgedElsewhere,
  isEndJudgedElsewhere,
  isJudgedElsewhere,
  isOrdered,
} from "./noise";
import { type Part, partsOf } from "./parts";
import type { Row } from "./row";
import { shownPair } from "./show";

/** The rules of one section of the report. */
export interface RuleSet {
  readonly section: Section;
  readonly rows: readonly Row[];
  readonly losses: Losses;
}

/** Makes an examiner of the attributes and the end of every resource that changes. None goes unsaid. */
export function examineAttributes(ruleSets: readonly RuleSet[]): Examine {
  const rules = merged(ruleSets);
  return (subject) => {
    const partOf = partsOf(subject);
    return changedResources(subject).flatMap(({ plan, change }) => findingsOf(rules, plan, change, partOf(change)));
  };
}

interface Rules {
  readonly rows: RowTable;
  readonly newRows: RowTable;
  readonly losses: ReadonlyMap<string, { readonly loss: Losses[string]; readonly section: Section }>;
}

function merged(ruleSets: readonly RuleSet[]): Rules {
  const rows = ruleSets.flatMap(({ section, rows }) =>
    rows.flatMap((row) => row.at.map((at) => [at, { ...row, section }] as const)),
  );
  return {
    rows: new Map(rows),
    newRows: new Map(rows.filter(([, { isForNew = false }]) => isForNew)),
    losses: new Map(
      ruleSets.flatMap(({ section, losses }) =>
        Object.entries(losses).map(([type, loss]) => [type, { loss, section }] as const),
      ),
    ),
  };
}

function findingsOf(rules: Rules, plan: string, change: ResourceChange, part: Part): readonly Finding[] {
  const { address, type, kind, before, after } = change;
  const { loss, section = "operations" } = rules.losses.get(type) ?? {};
  const found = (level: Level, rule: string, text: Text, details: readonly Text[] = []): Finding => ({
    level,
    rule,
    section,
    plan,
    address,
    text,
    ...(details.length > 0 && { details }),
  });
  const judge = (rows: RowTable, subject: Text) =>
    judgeChanges(rows, { plan, address, type, isReplaced: kind === "replace", sides: { before, after }, subject });

  if (isEndJudgedElsewhere(type) && (kind === "destroy" || kind === "replace")) return [];
  if (kind === "create") {
    const { findings } = judge(part === "of-kept" ? rules.rows : rules.newRows, say`${address} is created:`);
    return findings.length > 0 ? findings : [found("safe", "created", say`${address} is created`)];
  }
  if (kind === "destroy") {
    if (part === "of-destroyed") {
      return [found("safe", "destroyed", say`${address} is destroyed with the resource that it is a setting of`)];
    }
    const { findings } = part === "of-kept" ? judge(rules.rows, say`${address} is destroyed, so`) : { findings: [] };
    const { level, text } = destroyed(change, loss);
    return findings.length > 0 ? findings : [found(level, "destroyed", text)];
  }
  if (kind === "replace") {
    const { level, text } = replaced(change, loss);
    const { findings, rest } = judge(rules.rows, say`${address}:`);
    return [found(level, "replaced", text, rest.map(line)), ...findings.filter((finding) => finding.level !== "safe")];
  }
  if (kind !== "update") return [];
  const { findings, rest } = judge(rules.rows, say`${address}:`);
  const documents = rest.filter((each) => isSaidElsewhere(type, each));
  const said = [
    ...findings,
    ...others(
      address,
      type,
      rest.filter((each) => !documents.includes(each)),
    ).map((other) => found(other.level, other.rule, other.text, other.details)),
    ...changedDocuments(address, documents).map((text) => found("safe", DOCUMENT_CHANGED, text)),
  ];
  if (said.length > 0 || documents.length > 0) return said;
  if (before === undefined || after === undefined) {
    return [
      found("attention", "attributes-changed", say`${address} is updated, but its values are sensitive or unknown`),
    ];
  }
  return [
    found(
      "safe",
      "no-effect",
      say`${address} is updated without effect: only the writing of its values changes, or what AWS computes`,
    ),
  ];
}

const MOST = 6;

/** The documents that change, in one line. Whoever judges documents reports one that is unknown. */
function changedDocuments(address: string, documents: readonly Difference[]): readonly Text[] {
  const known = documents.filter(({ after }) => after !== UNKNOWN);
  const names = [...new Set(known.map(({ pattern }) => attributeOf(pattern)))];
  return names.length === 0 ? [] : [say`${address} changes: ${names}`];
}

/** The changes that no rule judges, in one line. */
function others(
  address: string,
  type: string,
  rest: readonly Difference[],
): readonly { readonly level: Level; readonly rule: string; readonly text: Text; readonly details: readonly Text[] }[] {
  const isTagged = rest.some(({ pattern }) => attributeOf(pattern) === "tags");
  const told = rest.filter(({ pattern }) => !(isTagged && attributeOf(pattern) === "tags_all"));
  if (told.length === 0) return [];
  const code = told.filter((each) => isCode(type, each));
  const lines = [
    ...(code.length === 0 ? [] : [new Text(["its code changes"])]),
    ...told.filter((each) => !code.includes(each)).map(line),
  ];
  const isCosmeticOnly = told.every(isCosmetic);
  const isHarmless = (each: Difference) =>
    isCosmetic(each) || code.includes(each) || (isReordered(each) && !isOrdered(each));
  const more = lines.length > MOST ? `, and ${lines.length - MOST} more` : "";
  const end = isCosmeticOnly ? " (nothing that runs)" : "";
  return [
    {
      level: told.every(isHarmless) ? "safe" : "attention",
      rule: isCosmeticOnly ? "cosmetic-change" : told.length === code.length ? "code-changed" : "attributes-changed",
      text: say`${address} changes: ${join(lines.slice(0, MOST))}${new Text([more, end])}`,
      details: lines.slice(MOST),
    },
  ];
}

function isSaidElsewhere(type: string, difference: Difference): boolean {
  return isDocumentJudgedElsewhere(difference) || (isJudgedElsewhere(type) && !isCosmetic(difference));
}

function line(difference: Difference): Text {
  const { path, before, after } = difference;
  if (isReordered(difference)) return say`the order of ${path}`;
  const [was, is] = shownPair(path, before, after);
  return say`${path} ${was} → ${is}`;
}
