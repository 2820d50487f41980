import type { ResourceChange } from "../../terraform/plan";
import type { PlanObject, PlanValue } from "../../terraform/plan-value";
import { isPlanList, isPlanObject } from "../../terraform/plan-value";
import type { Level } from "../finding";
import { join, say, Text } from "../text";
import { textAt } from "./judge-changes";
import type { Loss } from "./loss";
import { isJudgedElsewhere } from "./noise";
import { attention, type Consequence, dangerous, safe } from "./row";
import { shown } from "./show";

/** Why Terraform destroys or replaces a resource, after its own names for it. Source: https://developer.hashicorp.com/terraform/internals/json-format */
const REASONS: Readonly<Record<string, string>> = {
  delete_because_no_resource_config: "it is no longer in the configuration",
  delete_because_no_module: "its module is no longer in the configuration",
  delete_because_no_move_target: "it was moved to an address that is not in the configuration",
  delete_because_wrong_repetition: "count or for_each was added or removed",
  delete_because_count_index: "count is lowered",
  delete_because_each_key: "for_each no longer has its key",
  replace_because_tainted: "it is tainted: its creation failed half-way, or somebody marked it",
  replace_because_cannot_update: "it cannot be updated in place",
  replace_by_request: "somebody asked for it with -replace",
  replace_by_triggers: "replace_triggered_by refers to something that changes",
};

/** The attributes that name a resource for people. */
const NAMES = [
  "name",
  "bucket",
  "function_name",
  "alarm_name",
  "identifier",
  "cluster_identifier",
  "domain_name",
  "title",
];

const NO_DATA_TYPES = /^(null_resource|terraform_data|local_\w+|archive_\w+|time_\w+)$/;
/** Types of other providers that keep data, by the noun that they end in. */
const DATA_NOUN =
  /(_|^)(bucket|database|database_instance|db|table|disk|volume|persistent_volume|persistent_volume_claim|file_system|storage_account|key_ring|crypto_key|secret|queue|dataset)(_v\d)?$/;

/** How bad the end of a resource is, and a sentence about it. */
export interface End {
  readonly level: Level;
  readonly text: Text;
}

/** The end of a resource that is destroyed, or of a deposed object of it. */
export function destroyed({ address, type, before, deposed, reason }: ResourceChange, loss: Loss | undefined): End {
  const { level, words } = (loss ?? unlisted(type)).destroyed;
  const what = label(address, before, loss);
  const subject =
    deposed === undefined ? what : say`The deposed object ${deposed} of ${what}, which an earlier replacement left,`;
  return { level, text: say`${subject} is destroyed${because(reason)}: ${sentence(words, before, loss)}` };
}

/** The end of a resource that another one takes the place of. */
export function replaced(change: ResourceChange, loss: Loss | undefined): End {
  const { address, type, actions, before, after } = change;
  const { level, words } = (loss ?? unlisted(type)).replaced;
  const order =
    actions[0] === "create"
      ? "The new one is created first (create_before_destroy)"
      : "The old one is destroyed first, so there is none until the new one exists";
  const renamed = NAMES.flatMap((name) => {
    const [was, is] = [textAt(before, name), textAt(after, name)];
    const isSaid = change.replacePaths.some((path) => path.length === 1 && path[0] === name);
    return was !== undefined && is !== undefined && was !== is && !isSaid
      ? [say`. Its ${name} changes, ${was} → ${is}`]
      : [];
  });
  return {
    level,
    text: say`${label(address, before, loss)} is replaced${cause(change)}: ${sentence(words, before, loss)}. ${new Text([order])}${join(renamed, "")}`,
  };
}

/** The attributes that force a replacement, with their values, else Terraform's reason. */
function cause({ replacePaths, before, after, reason }: ResourceChange): Text {
  if (replacePaths.length === 0) return because(reason);
  const said = replacePaths.map((steps) => {
    const path = steps.join(".");
    return say`${path} changes, ${shown(path, valueAt(before, steps))} → ${shown(path, valueAt(after, steps))}, which forces replacement`;
  });
  const tainted = reason === "replace_because_tainted" ? because(reason) : new Text([]);
  return say` because ${join(said, ", and ")}${tainted}`;
}

function because(reason: string | undefined): Text {
  if (reason === undefined || reason === "") return new Text([]);
  const words = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  return words === undefined ? say` (${reason})` : say` because ${new Text([words])} (${reason})`;
}

function sentence(words: Text, before: PlanObject | undefined, loss: Loss | undefined): Text {
  const notes = before === undefined ? [] : (loss?.notes?.(before) ?? []);
  return join([words, ...notes], "; ");
}

function label(address: string, before: PlanObject | undefined, loss: Loss | undefined): Text {
  const name = NAMES.map((each) => textAt(before, each)).find((each) => each !== undefined);
  if (loss === undefined) return say`${address}`;
  return name === undefined
    ? say`${address} (${new Text([loss.noun])})`
    : say`${address} (${new Text([loss.noun])} ${name})`;
}

function unlisted(type: string): { readonly destroyed: Consequence; readonly replaced: Consequence } {
  if (isJudgedElsewhere(type))
    return {
      destroyed: safe("what that takes away is judged with the permissions and workflows"),
      replaced: safe("what that changes is judged with the permissions and workflows"),
    };
  if (NO_DATA_TYPES.test(type)) return { destroyed: safe("it holds no data"), replaced: safe("it holds no data") };
  if (!type.startsWith("aws_") && DATA_NOUN.test(type))
    return { destroyed: dangerous("the data in it is lost"), replaced: dangerous("the data in the old one is lost") };
  return {
    destroyed: attention("whatever uses it fails"),
    replaced: attention("whatever refers to the old one must move to the new one"),
  };
}

function valueAt(value: PlanValue | undefined, [step, ...rest]: readonly (string | number)[]): PlanValue | undefined {
  if (step === undefined || value === undefined) return value;
  if (isPlanList(value)) return valueAt(typeof step === "number" ? value[step] : undefined, rest);
  if (isPlanObject(value)) return Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined;
  return value;
}
