import type { Substitutions } from "../../../../stacks/constructs/placeholders";
import { allRules } from "../../../../stacks/constructs/rules/all";
import type { WorkflowType } from "../../../../stacks/constructs/rules/rule";
import { inner, type Json, machine, map, refusalOf, retrier, task } from "./machines";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:greet";

interface Broken {
  readonly definition: Json;
  readonly type?: WorkflowType;
  readonly substitutions?: Substitutions;
  /** The state that the message names, if it names one. */
  readonly state?: string;
  readonly wrong: string;
  readonly fix: string;
}

/** A definition that breaks each rule, and no other. */
const broken: Readonly<Record<string, Broken>> = {
  "states-language": {
    definition: machine({ Greet: task({ TimeoutSeconds: "five" }) }),
    state: "Greet",
    wrong: "/States/Greet/TimeoutSeconds is invalid",
    fix: "Correct it as https://states-language.net says",
  },
  "transition-target": {
    definition: machine({ Greet: task({ End: undefined, Next: "Nowhere" }) }),
    state: "Greet",
    wrong: "It leads to Nowhere, which is not in the same States object",
    fix: "Name one of: Greet, Fallen",
  },
  "reachable-state": {
    definition: machine({ Greet: task(), Idle: { Type: "Succeed" } }),
    state: "Idle",
    wrong: "No state leads to this one",
    fix: "Name it in a Next, a Default or a Catch, or remove it",
  },
  "task-retry": {
    definition: machine({ Greet: task({ Retry: undefined }) }),
    state: "Greet",
    wrong: "The Task has no Retry",
    fix: 'Write "Retry": [{ "ErrorEquals": ["States.ALL"]',
  },
  "task-catch": {
    definition: inner({ Greet: task({ Catch: undefined }) }),
    state: "Greet",
    wrong: "Neither the Task nor a Map or Parallel around it catches States.ALL",
    fix: 'Write "Catch": [{ "ErrorEquals": ["States.ALL"]',
  },
  "task-timeout": {
    definition: machine({ Greet: task({ TimeoutSeconds: undefined }) }),
    state: "Greet",
    wrong: "The Task has no timeout",
    fix: "Write TimeoutSeconds, or HeartbeatSeconds where it waits for a callback",
  },
  "time-limit": {
    definition: { ...machine({ Greet: task() }), TimeoutSeconds: 26 },
    wrong: "The path Greet may take 27 s, but the execution ends after 26 s",
    fix: "Give the execution more time, or the Tasks and retries on that path less",
  },
  "child-limit": {
    definition: machine({
      Greet: task({
        Resource: "arn:aws:states:::aws-sdk:sfn:startSyncExecution",
        Parameters: { StateMachineArn: "${GreetArn}" },
        TimeoutSeconds: 100,
      }),
    }),
    substitutions: { GreetArn: { arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:greet", limitSeconds: 100 } },
    state: "Greet",
    wrong: "The Task gives up after 100 s, but the execution that it waits for ends after 100 s",
    fix: "Write a TimeoutSeconds over 100, or give the child less time",
  },
  "express-pattern": {
    definition: machine({ Greet: task({ Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" }) }),
    type: "EXPRESS",
    state: "Greet",
    wrong: "The Task waits with .waitForTaskToken in an Express execution",
    fix: "Make the workflow, or the Distributed Map around it, STANDARD, or call without waiting",
  },
  "express-distributed-map": {
    definition: inner({
      Each: map(
        inner(
          { Done: { Type: "Pass", Comment: "${GreetArn}", End: true } },
          { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } },
        ),
      ),
    }),
    type: "EXPRESS",
    state: "Each",
    wrong: "A Distributed Map is in an Express execution",
    fix: "Make the workflow, or the Distributed Map around it, STANDARD, or set the Map's mode to INLINE",
  },
  "nesting-depth": {
    definition: inner({
      Outer: map(
        inner({
          Middle: {
            Type: "Parallel",
            Branches: [inner({ Inner: map(machine({ Greet: task() })) })],
            End: true,
          },
        }),
      ),
    }),
    state: "Inner",
    wrong: "The Map is nested 3 deep, in Middle in Outer; expected at most 2",
    fix: "Move the inner part into its own workflow and start that",
  },
  "map-concurrency": {
    definition: inner({ Each: map(machine({ Greet: task() }), { MaxConcurrency: undefined }) }),
    state: "Each",
    wrong: "The Map has no MaxConcurrency, so its concurrency is unlimited",
    fix: "Write a MaxConcurrency from 1 to 40, or more for a Distributed Map",
  },
  "placeholder-value": {
    definition: machine({ Greet: task({ Comment: "${Word}" }) }),
    state: "Greet",
    wrong: "The placeholder ${Word} has no value; supplied: GreetArn",
    fix: "Supply Word where the workflow is created, or correct its name",
  },
  "value-placeholder": {
    definition: machine({ Greet: task({ Parameters: {} }) }),
    wrong: "A value is supplied for GreetArn, but there is no placeholder for it",
    fix: "Write ${GreetArn} where it belongs, or remove the value where the workflow is created",
  },
  "written-arn": {
    definition: machine({ Greet: task({ Parameters: { FunctionName: ARN, Payload: "${GreetArn}" } }) }),
    state: "Greet",
    wrong: `The ARN ${ARN} is written by hand`,
    fix: "Write a placeholder such as ${ValidateOrderArn}, and supply its value where the workflow is created",
  },
  "raw-result": {
    definition: machine({ Greet: task({ ResultPath: undefined }) }),
    state: "Greet",
    wrong: "The raw result of the Task replaces its whole input",
    fix: "Write a ResultSelector with what later states need, a ResultPath below $, or ResultPath null",
  },
};

describe("each rule", () => {
  it("has its own broken definition below", () => {
    expect(allRules.map(({ id }) => id)).toEqual(Object.keys(broken));
  });

  it.each(allRules)("$id refuses what breaks it with file, state, fix, reason and link", (rule) => {
    const example = broken[rule.id];
    if (example === undefined) throw new Error(`There is no definition that breaks ${rule.id}.`);
    const { definition, type = "STANDARD", substitutions, state, wrong, fix } = example;
    const place = `workflows/try.asl.json${state === undefined ? "" : `, state ${state}`}`;
    const [line, ...others] = refusalOf(definition, { type, ...(substitutions && { substitutions }) });
    expect(others).toEqual([]);
    expect(line).toMatch(/^workflows\/try\.asl\.json/);
    expect(line?.startsWith(`${place}: ${wrong}`)).toBe(true);
    expect(line).toContain(`. ${fix}`);
    expect(line?.endsWith(`. (${rule.id}: ${rule.reason}. ${rule.link})`)).toBe(true);
    expect(rule.link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  it("finds nothing in the machine that the examples are made of", () => {
    expect(refusalOf(machine({ Greet: task() }))).toEqual([]);
  });
});

describe("a definition", () => {
  it("is refused with all its problems at once, a line for each", () => {
    const lines = refusalOf(machine({ Greet: task({ Retry: [{ ...retrier, BackoffRate: 1 }], ResultPath: "$" }) }));
    expect(lines.map((line) => line.match(/\((\S+):/)?.[1])).toEqual(["task-retry", "raw-result"]);
  });
});
