import { join, say, Text } from "../../text";
import { arnChange } from "../arns";
import type { Change, SetChange } from "../change";
import type { StatePair } from "../compare";
import { label } from "../sites";
import { arrow } from "../values";
import { TARGETS } from "../work";
import { type Describe, type Remark, within } from "./remark";

/** What a change of a field with data does, after the values. */
const EFFECTS: Readonly<Record<string, string>> = {
  Parameters: "the call is made with other input",
  Arguments: "the call is made with other input",
  ItemSelector: "each item runs with other input",
  ResultSelector: "later states see another part of the result",
  Assign: "later states see other variables",
  Output: "later states see other data",
  Result: "later states see other data",
  ItemsPath: "the Map runs over another list",
  Items: "the Map runs over another list",
  ItemReader: "the Map reads its items elsewhere or otherwise",
  ItemBatcher: "items come in other batches",
  ResultWriter: "results are written elsewhere or otherwise",
};

/** Fields without which the input itself is used. */
const IS_INPUT = ["Parameters", "Arguments", "ItemSelector"];

/** A part of a parameter that a careful reviewer looks at first. */
interface Special {
  readonly pattern: RegExp;
  readonly isBadIfRemoved: boolean;
  readonly effect: string;
  readonly effectIfRemoved: string;
}

const SPECIAL: readonly Special[] = [
  {
    pattern: /^ConditionExpression$/,
    isBadIfRemoved: true,
    effect: "the write is refused in other cases than before",
    effectIfRemoved: "the write happens whatever is there, so a repeat is no longer refused",
  },
  {
    pattern: /idempoten|^ClientRequestToken$|^ClientToken$|DeduplicationId$/i,
    isBadIfRemoved: true,
    effect: "a repeat of an earlier call may count as a new one",
    effectIfRemoved: "a repeated call is done twice",
  },
];

/** The most changes of one field that its sentence shows; the others follow as details. */
const MOST = 4;

/** Says the changes of a field that holds data, key by key. */
export const data: Describe = (pair, changes) => {
  const sets = merged(pair, changes.flatMap(asSet));
  const special = sets.flatMap((set) => specialRemark(pair, set));
  const rest = sets.filter((set) => specialRemark(pair, set).length === 0);
  return [...special, ...(rest.length > 0 ? [plainRemark(pair, rest)] : [])];
};

/** A list whose items have no words of their own is one value. */
function asSet(change: Change): SetChange[] {
  if (change.kind === "set") return [change];
  if (change.kind !== "listed") return [];
  const after = change.items.map((item) => ("from" in item ? change.before[item.from] : item.added));
  return [{ kind: "set", path: change.path, before: change.before, after }];
}

/** A key on both sides, whether its value is a constant or, with `.$` after the key, read from the data. */
interface Key {
  /** The steps within the field, without `.$`. */
  readonly steps: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

function merged(pair: StatePair, sets: readonly SetChange[]): Key[] {
  const keys = new Map<string, Key>();
  for (const set of sets) {
    const steps = within(pair, set).map((step) => String(step).replace(/\.\$$/, ""));
    const id = JSON.stringify(steps);
    const other = keys.get(id);
    // A key that loses its `.$` is one change, not a removal and an addition. Two others would not be told apart.
    if (other !== undefined && (other.before === undefined) !== (set.before === undefined)) {
      keys.set(id, { steps, before: other.before ?? set.before, after: other.after ?? set.after });
    } else
      keys.set(other === undefined ? id : JSON.stringify(within(pair, set)), {
        steps,
        before: set.before,
        after: set.after,
      });
  }
  return [...keys.values()];
}

function specialRemark({ after: site }: StatePair, { steps, before, after }: Key): Remark[] {
  const key = steps.at(-1) ?? "";
  const name = label(site);
  const arns = arnChange(before, after);
  if (arns !== undefined || (TARGETS.includes(key) && before !== undefined && after !== undefined)) {
    const level = arns?.isOtherAccount ? "dangerous" : "attention";
    const text = say`${name} acts on another target (${steps.join(".")}: ${arrow(before, after)})`;
    return [{ level, rule: "target-changed", text }];
  }
  const special = SPECIAL.find(({ pattern }) => pattern.test(key));
  if (special === undefined) return [];
  const isRemoved = after === undefined;
  const effect = new Text([isRemoved ? special.effectIfRemoved : special.effect]);
  const text = say`${name} changes ${steps.join(".")}: ${arrow(before, after)}; ${effect}`;
  return [{ level: isRemoved && special.isBadIfRemoved ? "dangerous" : "attention", rule: "guard-changed", text }];
}

function plainRemark({ after: site }: StatePair, keys: readonly Key[]): Remark {
  const field = keys[0]?.steps[0] ?? "";
  const isWhole =
    keys.some(({ steps, after }) => steps.length === 1 && after === undefined) && IS_INPUT.includes(field);
  const effect = isWhole
    ? say`: the whole input is passed on instead`
    : Object.hasOwn(EFFECTS, field)
      ? new Text([`: ${EFFECTS[field]}`])
      : say``;
  const lines = keys.map(({ steps, before, after }) => say`${steps.join(".")} ${arrow(before, after)}`);
  const more = lines.length > MOST ? say` and ${lines.length - MOST} more` : say``;
  const text = say`${label(site)} changes ${join(lines.slice(0, MOST), "; ")}${more}${effect}`;
  return {
    level: "attention",
    rule: Object.hasOwn(EFFECTS, field)
      ? `${field.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}-changed`
      : "field-changed",
    text,
    ...(lines.length > MOST && { details: lines.slice(MOST) }),
  };
}
