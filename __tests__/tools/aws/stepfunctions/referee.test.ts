import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StateMachine } from "aws-local-stepfunctions";
import { fillPlaceholders } from "../../../../asl/placeholders";
import { isTask, statesOf } from "../../../../asl/states";
import { compileMachine } from "../../../../tools/aws/stepfunctions/asl/compile";
import { StateError } from "../../../../tools/aws/stepfunctions/asl/errors";
import { runFlow } from "../../../../tools/aws/stepfunctions/asl/flow";
import { Trail } from "../../../../tools/aws/stepfunctions/asl/history";
import { Place } from "../../../../tools/aws/stepfunctions/asl/place";
import { Run } from "../../../../tools/aws/stepfunctions/asl/run";
import { TaskTokens } from "../../../../tools/aws/stepfunctions/asl/task-tokens";
import { isObject, type JsonObject, type JsonValue } from "../../../../tools/support/json";
import { plausibleAnswer } from "../../../workflows/support/plausible";
import { noWaiting } from "./support/lab";
import { type Answers, REFEREED_RUNS, TIME } from "./support/referee-runs";

/*
 * The real definitions, run side by side by this project's interpreter and by aws-local-stepfunctions, which others
 * wrote: both must call the same tasks with the same parameters and give the same output. Left out is what that package
 * is known to do otherwise than AWS (3.0.0): intrinsic functions in CausePath, IsPresent false, StringMatches with a
 * question mark, backslashes in what an intrinsic function gives, falsy Results.
 */

interface Ended {
  readonly output: JsonValue;
  /** The tasks called, with what. In a Parallel or Map the order is free. */
  readonly tasks: readonly string[];
}

const EXECUTION = "arn:aws:states:eu-central-1:123456789012:execution:machine:one";

/** The placeholders in whose place a number must stand; the others stand for themselves. */
const NUMBERS: Readonly<Record<string, string>> = {
  ApprovalThreshold: "6000000000",
  ApprovalSeconds: "60",
  CarrierSilenceSeconds: "60",
};

function definitionOf(workflow: string): JsonObject {
  const file = join(__dirname, "..", "..", "..", "..", "workflows", `${workflow}.asl.json`);
  const text = fillPlaceholders(readFileSync(file, "utf8"), (name) => NUMBERS[name] ?? name);
  // No task here takes any time, and the package's handling of a late one is not compared.
  const timeless = (key: string, value: JsonValue) => (/^(Timeout|Heartbeat)Seconds/.test(key) ? undefined : value);
  const parsed: JsonValue = JSON.parse(text, timeless);
  if (!isObject(parsed)) throw new Error(`${workflow} is no object.`);
  return parsed;
}

async function ours(definition: JsonObject, input: JsonValue, answers: Answers): Promise<Ended> {
  const tasks: string[] = [];
  const given = { ...plausibleAnswers(definition), ...answers };
  const machine = compileMachine(namedTasks(definition), (name) => ({
    resourceType: "test",
    resource: name,
    run: async (parameters) => answer(name, parameters, given, tasks),
  }));
  const around = {
    pace: noWaiting,
    region: "eu-central-1",
    tokens: new TaskTokens(),
    beginChild: () => {
      throw new Error("The referee has no distributed Map.");
    },
    random: () => 0,
    taskBegan: () => {},
    taskEnded: () => {},
  };
  const caller = { executionArn: EXECUTION, stateMachineArn: "machine", roleArn: "role" };
  // Here a task that waits for a token is a task like any other.
  const context = {
    Execution: { Id: EXECUTION, Input: input, StartTime: TIME },
    StateMachine: { Id: "machine" },
    Task: { Token: "token" },
  };
  const run = new Run(around, caller, context);
  const output = await runFlow(machine.flow, input, { run, trail: new Trail(0), stop: run.stop, place: new Place() });
  return { output, tasks: normal(tasks) };
}

/** Gives every Task its own name as its Resource, so that it can be identified. */
function namedTasks(definition: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(definition), (key, value) => {
    if (key !== "States") return value;
    for (const [name, state] of Object.entries(Object(value))) {
      if (Object(state).Type === "Task") Object(state).Resource = name;
    }
    return value;
  });
}

async function theirs(definition: JsonObject, input: JsonValue, answers: Answers): Promise<Ended> {
  const tasks: string[] = [];
  const given = { ...plausibleAnswers(definition), ...answers };
  const handlers = Object.fromEntries(
    Object.keys(given).map((name) => [name, async (parameters: JsonValue) => answer(name, parameters, given, tasks)]),
  );
  // The text is parsed anew into the type that the package wants of a definition.
  const machine = new StateMachine(JSON.parse(JSON.stringify(definition)), { validationOptions: { noValidate: true } });
  const { result } = machine.run(input, {
    overrides: { taskResourceLocalHandlers: handlers },
    context: {
      State: { EnteredTime: TIME },
      Execution: { Id: EXECUTION },
      StateMachine: { Id: "machine" },
      Task: { Token: "token" },
    },
  });
  return { output: await result, tasks: normal(tasks) };
}

/** By the name of each Task, an answer for a run that says nothing about it. */
function plausibleAnswers(definition: JsonObject): Answers {
  const tasks = statesOf(definition).filter(isTask);
  return Object.fromEntries(tasks.map(({ name, state }) => [name, plausibleAnswer(state)]));
}

function answer(name: string, parameters: JsonValue, answers: Answers, tasks: string[]): JsonValue {
  tasks.push(`${name} ${JSON.stringify(parameters)}`);
  const found = answers[name] ?? {};
  // Each interpreter has an error of its own kind.
  if (found instanceof Error)
    throw Object.assign(new StateError(found.name, found.message), { name: found.name, message: found.message });
  return found;
}

/** The two read the clock at different times. */
function normal(tasks: readonly string[]): string[] {
  return tasks.map((task) => task.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")).sort();
}

test.each(REFEREED_RUNS)("%s, %s: both interpreters do the same", async (workflow, _path, input, answers) => {
  const definition = definitionOf(workflow);
  const expected = await theirs(definition, input, answers);
  expect(await ours(definition, input, answers)).toEqual(expected);
});
