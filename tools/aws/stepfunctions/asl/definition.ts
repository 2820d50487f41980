import { z } from "zod";
import type { JsonObject, JsonValue } from "../../../support/json";
import { UnsupportedDefinition } from "./errors";

/**
 * The part of the Amazon States Language that the local run supports. Objects are strict: a field that is missing here
 * is refused when the machine is loaded. To ignore it would run a different definition from the deployed one.
 */
const json: z.ZodType<JsonValue> = z.json();
const object: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const path = z.string().nullable().optional();
const seconds = z.number().positive();

const retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().positive().default(1),
  MaxAttempts: z.number().int().nonnegative().default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.number().positive().optional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).default("NONE"),
  Comment: z.string().optional(),
});

const catcher = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ResultPath: path,
  Comment: z.string().optional(),
});

const common = {
  Comment: z.string().optional(),
  InputPath: path,
  OutputPath: path,
  QueryLanguage: z.literal("JSONPath").optional(),
};
const transition = { Next: z.string().optional(), End: z.literal(true).optional() };
const handling = { Retry: z.array(retrier).default([]), Catch: z.array(catcher).default([]) };
const result = { ResultSelector: object.optional(), ResultPath: path };

const processorConfig = z.discriminatedUnion("Mode", [
  z.strictObject({ Mode: z.literal("INLINE") }),
  z.strictObject({ Mode: z.literal("DISTRIBUTED"), ExecutionType: z.enum(["STANDARD", "EXPRESS"]) }),
]);

const itemReader = z.strictObject({
  Resource: z.literal("arn:aws:states:::s3:getObject"),
  ReaderConfig: z.strictObject({ InputType: z.literal("JSON"), MaxItems: z.number().int().positive().optional() }),
  Parameters: object,
});

const itemBatcher = z.strictObject({
  MaxItemsPerBatch: z.number().int().positive().optional(),
  MaxInputBytesPerBatch: z.number().int().positive().max(262_144).optional(),
  BatchInput: object.optional(),
});

/** The fields that a Map has only if its processor is distributed. */
const distributedMap = {
  Label: z.string().max(40).optional(),
  ItemReader: itemReader.optional(),
  ItemBatcher: itemBatcher.optional(),
  ToleratedFailureCount: z.number().int().nonnegative().optional(),
  ToleratedFailurePercentage: z.number().min(0).max(100).optional(),
};

const states = {
  Task: z.strictObject({
    Type: z.literal("Task"),
    Resource: z.string(),
    Parameters: json.optional(),
    TimeoutSeconds: seconds.optional(),
    TimeoutSecondsPath: z.string().optional(),
    HeartbeatSeconds: seconds.optional(),
    HeartbeatSecondsPath: z.string().optional(),
    ...common,
    ...transition,
    ...handling,
    ...result,
  }),
  Pass: z.strictObject({
    Type: z.literal("Pass"),
    Parameters: json.optional(),
    Result: json.optional(),
    ResultPath: path,
    ...common,
    ...transition,
  }),
  Choice: z.strictObject({
    Type: z.literal("Choice"),
    Choices: z.array(object).min(1),
    Default: z.string().optional(),
    ...common,
  }),
  Wait: z.strictObject({
    Type: z.literal("Wait"),
    Seconds: z.number().nonnegative().optional(),
    SecondsPath: z.string().optional(),
    Timestamp: z.string().optional(),
    TimestampPath: z.string().optional(),
    ...common,
    ...transition,
  }),
  Succeed: z.strictObject({ Type: z.literal("Succeed"), ...common }),
  Fail: z.strictObject({
    Type: z.literal("Fail"),
    Comment: z.string().optional(),
    QueryLanguage: common.QueryLanguage,
    Error: z.string().optional(),
    ErrorPath: z.string().optional(),
    Cause: z.string().optional(),
    CausePath: z.string().optional(),
  }),
  Map: z.strictObject({
    Type: z.literal("Map"),
    ItemsPath: z.string().default("$"),
    ItemSelector: json.optional(),
    ItemProcessor: object,
    MaxConcurrency: z.number().int().nonnegative().default(0),
    ...distributedMap,
    ...common,
    ...transition,
    ...handling,
    ...result,
  }),
  Parallel: z.strictObject({
    Type: z.literal("Parallel"),
    Branches: z.array(object).min(1),
    Parameters: json.optional(),
    ...common,
    ...transition,
    ...handling,
    ...result,
  }),
};

const stateDefinition = z.discriminatedUnion("Type", [
  states.Task,
  states.Pass,
  states.Choice,
  states.Wait,
  states.Succeed,
  states.Fail,
  states.Map,
  states.Parallel,
]);

const flowDefinition = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), stateDefinition),
  ProcessorConfig: processorConfig.optional(),
});

const machineDefinition = flowDefinition.extend({
  TimeoutSeconds: seconds.optional(),
  Version: z.string().optional(),
  QueryLanguage: z.literal("JSONPath").optional(),
});

export type StateDefinition = z.infer<typeof stateDefinition>;
export type DefinitionOf<T extends keyof typeof states> = z.infer<(typeof states)[T]>;
export type FlowDefinition = z.infer<typeof flowDefinition>;
export type MachineDefinition = z.infer<typeof machineDefinition>;
export type ItemReaderDefinition = z.infer<typeof itemReader>;
export type ItemBatcherDefinition = z.infer<typeof itemBatcher>;
export type ProcessorConfig = z.infer<typeof processorConfig>;
export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;

export function readMachine(definition: JsonValue): MachineDefinition {
  return read(machineDefinition, definition, "The definition");
}

/** The fields that only a distributed Map has. */
export const DISTRIBUTED_ONLY = Object.keys(distributedMap);

/** A single state. */
export function readState(definition: JsonValue): StateDefinition {
  return read(stateDefinition, definition, "The state");
}

/** A Map's ItemProcessor or a Parallel's branch. */
export function readFlow(definition: JsonValue, where: string): FlowDefinition {
  return read(flowDefinition, definition, where);
}

function read<T>(schema: z.ZodType<T>, definition: JsonValue, where: string): T {
  const parsed = schema.safeParse(definition);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path: at, message, code }) => {
    const supported = code === "unrecognized_keys" ? fieldsAt(definition, at) : "";
    return `/${at.join("/")}: ${message}${supported}`;
  });
  throw new UnsupportedDefinition(`${where} has what the local run does not support: ${problems.join("; ")}.`);
}

/** The fields that the state at a path may have, as the end of a sentence; empty if there is no state. */
function fieldsAt(definition: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce<unknown>((value, key) => Object(value)[key], definition);
  const type: unknown = Object(found).Type;
  const state = Object.entries(states).find(([name]) => name === type)?.[1];
  return state === undefined ? "" : `, where a ${String(type)} may have ${Object.keys(state.shape).join(", ")}`;
}
