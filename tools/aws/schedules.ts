import { setTimeout as delay } from "node:timers/promises";
import { fieldOf, isObject, textOf } from "../support/json";
import type { LocalAws } from "./aws";
import type { Deployment, Resource } from "./deployment";
import type { Pace } from "./pace";
import { ExecutionTarget, type TargetSource } from "./services/events/execution-target";

export interface SchedulesOptions {
  readonly deployment: Deployment;
  readonly aws: LocalAws;
  readonly pace: Pace;
  /** Receives the starts that failed. */
  readonly onError: (message: string) => void;
}

export interface Schedules {
  /** The ARNs of the state machines or aliases that the clock starts. */
  readonly targets: ReadonlySet<string>;
  stop(): Promise<void>;
}

const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 };

/** Starts every rate-based aws_scheduler_schedule of the deployment. */
export function startSchedules(options: SchedulesOptions): Schedules {
  const ended = new AbortController();
  const schedules = options.deployment
    .resources("aws_scheduler_schedule")
    .filter(({ attributes }) => attributes.state !== "DISABLED")
    .map((resource) => readSchedule(resource, options, ended.signal));
  const running = schedules.map((schedule) => run(schedule, options, ended.signal));
  return {
    targets: new Set(schedules.map(({ target }) => target.stateMachineArn)),
    stop: async () => {
      ended.abort();
      await Promise.all(running);
    },
  };
}

interface Schedule {
  readonly everySeconds: number;
  readonly target: ExecutionTarget;
  readonly input: string;
}

function readSchedule(resource: Resource, options: SchedulesOptions, signal: AbortSignal): Schedule {
  const { deployment, aws, pace, onError } = options;
  const { target } = resource.attributes;
  return {
    everySeconds: secondsOf(resource),
    target: new ExecutionTarget(resource, isObject(target) ? target : {}, {
      deployment,
      aws,
      pace,
      source: sourceOf(resource, deployment),
      onError,
      signal,
    }),
    input: textOf(target, "input") ?? "{}",
  };
}

/**
 * The scheduler assumes the role for the schedule's group, and also sends dead letters in that role.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
function sourceOf({ attributes }: Resource, { region, accountId }: Deployment): TargetSource {
  const { name, group_name } = attributes;
  const group = `arn:aws:scheduler:${region}:${accountId}:schedule-group/${group_name ?? "default"}`;
  return {
    actor: `schedule ${name}`,
    service: { name: "scheduler.amazonaws.com", sourceArn: group },
    sendsAs: "role",
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
    opens: { Use: "scheduler:start", Resource: String(attributes.arn) },
  };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based */
function secondsOf({ stack, address, attributes }: Resource): number {
  const expression = fieldOf(attributes, "schedule_expression");
  const [, value, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression)) ?? [];
  const seconds = SECONDS[unit];
  if (value !== undefined && seconds !== undefined) return Number(value) * seconds;
  throw new Error(`${stack}, ${address}: the local run supports rate(N minutes|hours|days) only, not ${expression}.`);
}

async function run({ everySeconds, target, input }: Schedule, options: SchedulesOptions, signal: AbortSignal) {
  while (await passes(options.pace.waitMs(everySeconds), signal)) {
    await target.deliver(input, input);
  }
}

/** Waits; false if the schedules were stopped during the wait. */
async function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
