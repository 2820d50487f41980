import {
  isPlanList,
  isPlanObject,
  isSameValue,
  type PlanObject,
  type PlanValue,
  UNKNOWN,
} from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { say } from "../text";
import { type Note, notesOn, source } from "./note";

const TYPES = "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html";
const GUARANTEES = "https://docs.aws.amazon.com/step-functions/latest/dg/express-at-least-once-execution.html";
const LOGGING = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html";
const UPDATE = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html";

/** One attribute on both sides of a change. */
interface Pair {
  readonly before: PlanValue;
  readonly after: PlanValue;
}

/** The machine on both sides, for rules on its attributes. */
interface Sides {
  readonly before: PlanObject;
  readonly after: PlanObject;
  readonly note: Note;
}

type SettingRule = (sides: Sides) => readonly Finding[];

/** Changes of a state machine's attributes other than its definition. */
export function examineSettings({ machines }: Subject): Finding[] {
  return machines.flatMap((machine) => {
    const { before, after, kind } = machine.change;
    if (before === undefined || after === undefined || kind === "no-op") return [];
    const sides = { before, after, note: notesOn(machine) };
    return RULES.flatMap((rule) => rule(sides));
  });
}

const RULES: readonly SettingRule[] = [
  type,
  name,
  role,
  logLevel,
  executionData,
  logDestination,
  tracing,
  encryption,
  publish,
];

function type({ before, after, note }: Sides): Finding[] {
  const pair = changed(before.type ?? "STANDARD", after.type ?? "STANDARD");
  if (pair === undefined) return [];
  const effect =
    pair.after === "EXPRESS"
      ? say`an Express execution may run more than once (at-least-once), ends after 5 minutes, keeps no history but its logs and supports neither .sync nor .waitForTaskToken`
      : pair.after === "STANDARD"
        ? say`a Standard execution runs exactly once, may last a year and costs per state transition, and StartSyncExecution does not start it`
        : say`Standard and Express differ in guarantees, duration and cost`;
  return [
    note(
      "dangerous",
      "machine-type-changed",
      say`The type changes ${pair.before} → ${pair.after}, which forces a replacement: ${effect}.`,
      {
        details: [source(TYPES), source(GUARANTEES)],
      },
    ),
  ];
}

function name({ before, after, note }: Sides): Finding[] {
  const pair = changed(before.name ?? null, after.name ?? null);
  if (pair === undefined || pair.after === null || (pair.after === UNKNOWN && isPrefixed(before))) return [];
  return [
    note(
      "dangerous",
      "machine-renamed",
      say`The name changes ${pair.before} → ${pair.after}, which forces a replacement: the state machine gets another ARN, and callers, permissions and alarms that use the old ARN ${before.arn ?? null} fail or watch nothing.`,
    ),
  ];
}

function isPrefixed({ name_prefix }: PlanObject): boolean {
  return typeof name_prefix === "string" && name_prefix !== "";
}

function role({ before, after, note }: Sides): Finding[] {
  const pair = changed(before.role_arn ?? null, after.role_arn ?? null);
  if (pair === undefined) return [];
  return [
    note(
      "attention",
      "role-changed",
      say`role_arn changes ${pair.before} → ${pair.after}: new executions have the rights of the new role; running ones keep the previous role.`,
      { details: [source(UPDATE)] },
    ),
  ];
}

const LOG_LEVELS = ["OFF", "FATAL", "ERROR", "ALL"];

function logLevel({ before, after, note }: Sides): Finding[] {
  const pair = changedIn("logging_configuration", "level", "OFF", before, after);
  if (pair === undefined) return [];
  const [from, to] = [pair.before, pair.after].map((level) => LOG_LEVELS.indexOf(String(level)));
  const changes = say`logging_configuration.level changes ${pair.before} → ${pair.after}`;
  const details = { details: [source(LOGGING), source(GUARANTEES)] };
  if (pair.after === "OFF") {
    return after.type === "EXPRESS"
      ? [
          note(
            "dangerous",
            "logging-off",
            say`${changes}: an Express workflow has no other execution history, so failures leave no trace.`,
            details,
          ),
        ]
      : [
          note(
            "attention",
            "logging-off",
            say`${changes}: executions are no longer logged; only the history in Step Functions remains.`,
            details,
          ),
        ];
  }
  if (from === undefined || to === undefined || to < 0)
    return [note("attention", "logging-changed", say`${changes}.`, details)];
  return to > from
    ? [note("safe", "logging-raised", say`${changes}: more events are logged.`, details)]
    : [note("attention", "logging-lowered", say`${changes}: fewer events are logged.`, details)];
}

function executionData({ before, after, note }: Sides): Finding[] {
  const pair = changedIn("logging_configuration", "include_execution_data", false, before, after);
  if (pair === undefined) return [];
  const changes = say`logging_configuration.include_execution_data changes ${pair.before} → ${pair.after}`;
  const details = { details: [source(LOGGING)] };
  if (pair.after === true) {
    return [
      note(
        "attention",
        "execution-data-logged",
        say`${changes}: execution data, the input and output of states with any personal data in them, goes to the logs.`,
        details,
      ),
    ];
  }
  if (after.type === "EXPRESS") {
    return [
      note(
        "attention",
        "execution-data-not-logged",
        say`${changes}: the logs, which are the only history of an Express workflow, no longer show execution data (input and output).`,
        details,
      ),
    ];
  }
  return [
    note(
      pair.after === false ? "safe" : "attention",
      "execution-data-not-logged",
      say`${changes}: the logs no longer show execution data (input and output).`,
      details,
    ),
  ];
}

function logDestination({ before, after, note }: Sides): Finding[] {
  const pair = changedIn("logging_configuration", "log_destination", "", before, after);
  if (pair === undefined || pair.before === "") return [];
  const to = pair.after === "" ? say`none (removed)` : say`${pair.after}`;
  return [
    note(
      "attention",
      "log-destination-changed",
      say`logging_configuration.log_destination changes ${pair.before} → ${to}: whatever reads the former log group no longer sees new executions.`,
    ),
  ];
}

function tracing({ before, after, note }: Sides): Finding[] {
  const pair = changedIn("tracing_configuration", "enabled", false, before, after);
  if (pair === undefined) return [];
  const changes = say`tracing_configuration.enabled changes ${pair.before} → ${pair.after}`;
  return pair.after === true
    ? [note("safe", "tracing-on", say`${changes}: executions are traced with X-Ray.`)]
    : [note("attention", "tracing-off", say`${changes}: executions are no longer traced with X-Ray.`)];
}

function encryption({ before, after, note }: Sides): Finding[] {
  const kind = changedIn("encryption_configuration", "type", "AWS_OWNED_KEY", before, after);
  const key = changedIn("encryption_configuration", "kms_key_id", "", before, after);
  const reuse = changedIn("encryption_configuration", "kms_data_key_reuse_period_seconds", 0, before, after);
  if (kind?.after === "AWS_OWNED_KEY") {
    return [
      note(
        "dangerous",
        "encryption-weakened",
        say`encryption_configuration.type changes ${kind.before} → ${kind.after}: the customer managed key no longer protects definitions and execution data.`,
      ),
    ];
  }
  return [
    ...(kind === undefined
      ? []
      : [
          note(
            "attention",
            "encryption-changed",
            say`encryption_configuration.type changes ${kind.before} → ${kind.after}: the role and every caller need rights on the key.`,
          ),
        ]),
    ...(key === undefined || kind !== undefined
      ? []
      : [
          note(
            "attention",
            "encryption-key-changed",
            say`encryption_configuration.kms_key_id changes ${key.before} → ${key.after}: the role and every caller need rights on the new key, and what is encrypted with the old one stays readable only as long as that key exists.`,
          ),
        ]),
    ...(reuse === undefined || kind !== undefined
      ? []
      : [
          note(
            "safe",
            "encryption-reuse-changed",
            say`encryption_configuration.kms_data_key_reuse_period_seconds changes ${reuse.before} → ${reuse.after}.`,
          ),
        ]),
  ];
}

function publish({ before, after, note }: Sides): Finding[] {
  const pair = changed(before.publish ?? false, after.publish ?? false);
  if (pair === undefined) return [];
  return pair.after === false
    ? [
        note(
          "attention",
          "publish-off",
          say`publish changes ${pair.before} → ${pair.after}: changes no longer become versions, so aliases keep the version that they have.`,
        ),
      ]
    : [note("safe", "publish-on", say`publish changes ${pair.before} → ${pair.after}: each change becomes a version.`)];
}

/** One attribute of a block, or undefined if it stays the same. What is missing or empty has the default. */
function changedIn(
  block: string,
  attribute: string,
  byDefault: PlanValue,
  before: PlanObject,
  after: PlanObject,
): Pair | undefined {
  const valueIn = (resource: PlanObject): PlanValue => {
    const blocks = resource[block];
    if (blocks === UNKNOWN) return UNKNOWN;
    const given = isPlanList(blocks) ? blocks[0] : blocks;
    if (given === UNKNOWN) return UNKNOWN;
    const value = isPlanObject(given) ? given[attribute] : undefined;
    return value === undefined || value === null || value === "" ? byDefault : value;
  };
  const [from, to] = [valueIn(before), valueIn(after)];
  // A block that is computed because nobody configured it changes nothing.
  return to === UNKNOWN && isSameValue(from, byDefault) ? undefined : changed(from, to);
}

function changed(before: PlanValue, after: PlanValue): Pair | undefined {
  return isSameValue(before, after) ? undefined : { before, after };
}
