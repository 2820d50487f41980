import type { Substitutions } from "../../../../stacks/constructs/placeholders";
import { Refused } from "../../../../stacks/constructs/refused";
import { Workflow, type WorkflowOptions } from "../../../../stacks/constructs/workflow";
import { alarmTopicArn, key, TestStack, withDefinition } from "../test-stack";

export type Json = { readonly [name: string]: unknown };

/** The function that a Task calls which says nothing else. */
export const greet = { arn: "arn:aws:lambda:eu-west-1:123456789012:function:greet" };

/** A retrier as it should be. */
export const retrier = {
  ErrorEquals: ["States.ALL"],
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
  MaxDelaySeconds: 8,
  JitterStrategy: "FULL",
};

/** A Task that no rule finds fault with, in a machine that has a state `Fallen`. Changes to undefined take a field away. */
export function task(changes: Json = {}): Json {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: "${GreetArn}" },
    ResultPath: null,
    TimeoutSeconds: 5,
    Retry: [retrier],
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Fallen" }],
    End: true,
    ...changes,
  };
}

/** A machine that starts with the first of the states, and has `Fallen` to fall into. */
export function machine(states: Json): Json {
  return { StartAt: Object.keys(states)[0], States: { ...states, Fallen: { Type: "Fail" } } };
}

/** The same without `Fallen`, for states that catch nothing themselves. */
export function inner(states: Json, changes: Json = {}): Json {
  return { StartAt: Object.keys(states)[0], States: states, ...changes };
}

export function map(processor: Json, changes: Json = {}): Json {
  return { Type: "Map", MaxConcurrency: 1, ItemProcessor: processor, End: true, ...changes };
}

export interface Tried {
  /** The lines with which it was refused, or none. */
  readonly refused: readonly string[];
  /** The lines on standard error. */
  readonly printed: readonly string[];
}

/** Synthesizes a definition as the workflow `greet`. */
export function synth(
  definition: Json,
  options: Partial<Pick<WorkflowOptions, "type" | "waivers">> & { readonly substitutions?: Substitutions } = {},
): Tried {
  const stderr = jest.spyOn(console, "error").mockImplementation(() => {});
  try {
    withDefinition(JSON.stringify(definition), (path) => {
      new Workflow(new TestStack(), "greet", {
        type: "STANDARD",
        substitutions: { GreetArn: greet },
        key,
        alarmTopicArn,
        definition: path,
        ...options,
      });
    });
    return { refused: [], printed: stderr.mock.calls.map(([line]) => String(line)) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refused: error.message.split("\n"), printed: stderr.mock.calls.map(([line]) => String(line)) };
  } finally {
    stderr.mockRestore();
  }
}

/** What a definition is refused with, line by line. */
export const refusalOf = (...args: Parameters<typeof synth>) => synth(...args).refused;
