import type { ResourceChange } from "../../terraform/plan";
import { isPlanList, isPlanObject, type PlanObject, UNKNOWN } from "../../terraform/plan-value";
import type { Subject } from "../subject";
import { inPlaceOf, isSamePlace, keyOf, keysOf } from "./arn-keys";

/** A kind of resource that definitions and callers name. */
interface Kind {
  readonly noun: string;
  /** How an ARN is made from a name, for resources that calls name by their names as well. */
  readonly named?: { readonly attribute: string; readonly arn: (name: string) => string };
  /** Whether it holds what executions wrote. */
  readonly isStore?: boolean;
}

const named = (attribute: string, arn: (name: string) => string) => ({ attribute, arn });

const KINDS: Readonly<Record<string, Kind>> = {
  aws_lambda_function: {
    noun: "function",
    named: named("function_name", (name) => `arn:*:lambda:*:*:function:${name}`),
  },
  aws_lambda_alias: { noun: "alias" },
  aws_sqs_queue: { noun: "queue", named: named("name", (name) => `arn:*:sqs:*:*:${name}`), isStore: true },
  aws_sns_topic: { noun: "topic", named: named("name", (name) => `arn:*:sns:*:*:${name}`) },
  aws_dynamodb_table: {
    noun: "table",
    named: named("name", (name) => `arn:*:dynamodb:*:*:table/${name}`),
    isStore: true,
  },
  aws_s3_bucket: { noun: "bucket", named: named("bucket", (name) => `arn:*:s3:::${name}`), isStore: true },
  aws_cloudwatch_event_bus: {
    noun: "event bus",
    named: named("name", (name) => `arn:*:events:*:*:event-bus/${name}`),
  },
  aws_cloudwatch_event_connection: { noun: "connection" },
  aws_sfn_state_machine: {
    noun: "state machine",
    named: named("name", (name) => `arn:*:states:*:*:stateMachine:${name}`),
  },
  aws_sfn_alias: { noun: "alias" },
  aws_sfn_activity: { noun: "activity" },
  aws_secretsmanager_secret: {
    noun: "secret",
    named: named("name", (name) => `arn:*:secretsmanager:*:*:secret:${name}`),
    isStore: true,
  },
  aws_glue_job: { noun: "job", named: named("name", (name) => `arn:*:glue:*:*:job/${name}`) },
  aws_iam_role: { noun: "role" },
};

/** A resource that the plans take away from those that name it. */
export interface Gone {
  readonly plan: string;
  readonly change: ResourceChange;
  /** In our words. */
  readonly noun: string;
  /** Its ARN, or that of an index of a table. An account or Region that is not known is `*`. */
  readonly arn: string;
  /** `renamed` has another ARN afterwards; `recreated` is destroyed, and created anew with the same ARN. */
  readonly how: "destroyed" | "renamed" | "recreated" | "index removed";
  /** Whether it holds what executions wrote. */
  readonly isStore: boolean;
}

interface Managed {
  readonly plan: string;
  readonly change: ResourceChange;
}

/** The resources of several plans, to be found by the ARNs that name them. */
export class Resources {
  private readonly kept = new Map<string, Managed[]>();
  private readonly gone = new Map<string, Gone[]>();

  constructor({ plans }: Subject) {
    const managed = plans.flatMap(({ name, changes }) =>
      changes
        .filter(({ mode, deposed }) => mode === "managed" && deposed === undefined)
        .map((change) => ({ plan: name, change })),
    );
    for (const each of managed) {
      for (const arn of arnsOf(each.change.type, each.change.after)) push(this.kept, keyOf(arn), each);
    }
    for (const each of managed) {
      for (const gone of this.goneBy(each)) push(this.gone, keyOf(gone.arn), gone);
    }
  }

  /** What the plans take away of the resources that an ARN names: the function, for one that names its alias. */
  goneOf(arn: string): readonly Gone[] {
    if (this.gone.size === 0) return [];
    return keysOf(arn).flatMap((key) => (this.gone.get(key) ?? []).filter((gone) => isSamePlace(gone.arn, arn)));
  }

  /** The resources of a type that exist after the apply and that an ARN names. */
  keptOf(type: string, arn: string): readonly ResourceChange[] {
    return keysOf(arn)
      .flatMap((key) => this.kept.get(key) ?? [])
      .flatMap(({ change }) => (change.type === type && this.isOf(change, arn) ? [change] : []));
  }

  private isOf({ type, after }: ResourceChange, arn: string): boolean {
    return arnsOf(type, after).some((own) => isSamePlace(own, arn));
  }

  private goneBy({ plan, change }: Managed): readonly Gone[] {
    const { type, kind, before, after } = change;
    if (before === undefined) return [];
    const { noun = "resource", isStore = false } = kindOf(type) ?? {};
    const gone = (how: Gone["how"], arn: string): Gone => ({ plan, change, noun, arn, how, isStore });
    if (kind === "update" && after !== undefined) {
      const left = new Set(indexesOf(type, after));
      const removed = indexesOf(type, before).filter((arn) => !left.has(arn));
      return removed.map((arn) => gone("index removed", arn));
    }
    if (kind !== "destroy" && kind !== "replace") return [];
    const isSame = kind === "replace" && hasSameArn(change);
    return arnsOf(type, before).map((arn) => {
      if (isSame || this.keptOf(type, arn).length > 0) return gone("recreated", arn);
      return gone(kind === "replace" ? "renamed" : "destroyed", arn);
    });
  }
}

/** Types whose `arn` names another resource, such as the target of a rule. */
const NAMES_ANOTHER = /_(?:policy|target|permission|attachment|association)$/;

/** The ARN of a resource, and the one that its name makes: calls name some resources by their names alone. */
function arnsOf(type: string, resource: PlanObject | undefined): readonly string[] {
  if (resource === undefined || NAMES_ANOTHER.test(type)) return [];
  const { attribute, arn: make } = kindOf(type)?.named ?? {};
  const name = attribute === undefined ? undefined : resource[attribute];
  const own = typeof resource.arn === "string" && resource.arn.startsWith("arn:") ? resource.arn : undefined;
  const made = make !== undefined && typeof name === "string" && name !== "" ? make(name) : undefined;
  if (own === undefined || made === undefined) return [own, made].filter((arn) => arn !== undefined);
  return [...new Set([own, inPlaceOf(own, made)])];
}

/** Types whose ARNs end in characters that AWS makes up, so a new resource of the same name has another ARN. */
const WITH_RANDOM_ARNS = new Set(["aws_secretsmanager_secret", "aws_cloudwatch_event_connection", "aws_kms_key"]);

/** Whether a new resource will have the former one's ARN, although the plan does not know that: it has its name. */
function hasSameArn({ type, before, after }: ResourceChange): boolean {
  if (after?.arn !== UNKNOWN || WITH_RANDOM_ARNS.has(type)) return false;
  return typeof after.name === "string" && after.name === before?.name;
}

/** The ARNs of a table's global secondary indexes. One that is not known to be left counts as left. */
function indexesOf(type: string, { name, global_secondary_index: indexes }: PlanObject): readonly string[] {
  if (type !== "aws_dynamodb_table" || typeof name !== "string" || !isPlanList(indexes)) return [];
  return indexes
    .filter(isPlanObject)
    .flatMap((index) =>
      typeof index.name === "string" ? [`arn:*:dynamodb:*:*:table/${name}/index/${index.name}`] : [],
    );
}

function kindOf(type: string): Kind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
