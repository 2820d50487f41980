import { inner, type Json, machine, map, refusalOf, retrier, task } from "./machines";

/** The rules that a definition breaks. */
const brokenBy = (...args: Parameters<typeof refusalOf>) =>
  refusalOf(...args).map((line) => line.match(/\(([a-z-]+):/)?.[1]);

const distributed = (type: "EXPRESS" | "STANDARD", states: Json) =>
  inner(states, { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: type } });
const waits = { Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" };
const catchesAll = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Fallen" }] };
const plain = task({ Catch: undefined });

describe("a Task's Retry", () => {
  it.each([
    [{ BackoffRate: 1 }, ["task-retry"]],
    [{ BackoffRate: 1.1 }, []],
    [{ BackoffRate: undefined }, []],
    [{ JitterStrategy: "NONE" }, ["task-retry"]],
    [{ JitterStrategy: undefined }, ["task-retry"]],
    [{ MaxDelaySeconds: undefined }, ["task-retry"]],
    [{ MaxAttempts: 0 }, ["task-retry"]],
    [{ MaxAttempts: undefined }, []],
  ])("with %j breaks %j", (changes, rules) => {
    expect(brokenBy(machine({ Greet: task({ Retry: [{ ...retrier, ...changes }] }) }))).toEqual(rules);
  });

  it("says which retrier is at fault, and what it has", () => {
    const Retry = [retrier, { ...retrier, ErrorEquals: ["Busy", "Late"], JitterStrategy: "NONE" }];
    expect(refusalOf(machine({ Greet: task({ Retry: Retry.toReversed() }) }))[0]).toContain(
      'JitterStrategy is "NONE", expected "FULL", in the Retry of Busy, Late',
    );
  });

  it("may name errors that are not tried again, beside those that are", () => {
    const never = { ErrorEquals: ["Declined"], MaxAttempts: 0 };
    expect(brokenBy(machine({ Greet: task({ Retry: [never, retrier] }) }))).toEqual([]);
    expect(brokenBy(machine({ Greet: task({ Retry: [never] }) }))).toEqual(["task-retry"]);
  });

  it("is not asked of a Map, but must be right where it has one", () => {
    const each = (changes: Json) => inner({ Each: map(machine({ Greet: task() }), changes) });
    expect(brokenBy(each({}))).toEqual([]);
    expect(brokenBy(each({ Retry: [retrier] }))).toEqual([]);
    expect(brokenBy(each({ Retry: [{ ...retrier, BackoffRate: 1 }] }))).toEqual(["task-retry"]);
  });
});

describe("a Task's error", () => {
  it.each([
    [["States.TaskFailed"], ["task-catch"]],
    [["States.ALL"], []],
  ])("is caught by a Catch of %j: breaks %j", (ErrorEquals, rules) => {
    expect(brokenBy(machine({ Greet: task({ Catch: [{ ErrorEquals, Next: "Fallen" }] }) }))).toEqual(rules);
  });

  it("is caught by a Map or a Parallel around it, however far out", () => {
    const parallel = { Type: "Parallel", Branches: [inner({ Greet: plain })], End: true };
    expect(brokenBy(machine({ Each: map(inner({ Greet: plain }), catchesAll) }))).toEqual([]);
    expect(brokenBy(machine({ Both: { ...parallel, ...catchesAll } }))).toEqual([]);
    expect(brokenBy(machine({ Each: map(inner({ Both: parallel }), catchesAll) }))).toEqual([]);
    expect(brokenBy(inner({ Each: map(inner({ Both: parallel })) }))).toEqual(["task-catch"]);
  });

  it("is not caught by a Task beside it", () => {
    const first = task({ End: undefined, Next: "Again" });
    expect(refusalOf(machine({ Greet: first, Again: plain }))[0]).toMatch(/^workflows\/try\.asl\.json, state Again: /);
  });
});

describe("a Task's timeout", () => {
  const { TimeoutSeconds: _, ...timeless } = task();

  it.each([
    { TimeoutSeconds: 1 },
    { TimeoutSecondsPath: "$.limit" },
    { HeartbeatSeconds: 1 },
    { HeartbeatSecondsPath: "$.limit" },
  ])("may be %j", (limit) => expect(brokenBy(machine({ Greet: { ...timeless, ...limit } }))).toEqual([]));
});

describe("waiting for a job or a callback", () => {
  it.each([".sync", ".sync:2", ".waitForTaskToken"])("by %s is for Standard executions", (pattern) => {
    const definition = machine({ Greet: task({ Resource: `arn:aws:states:::states:startExecution${pattern}` }) });
    expect(brokenBy(definition, { type: "STANDARD" })).toEqual([]);
    expect(brokenBy(definition, { type: "EXPRESS" })).toEqual(["express-pattern"]);
  });

  it.each([
    ["EXPRESS", ["express-pattern"]],
    ["STANDARD", []],
  ] as const)("in the %s executions of a Distributed Map breaks %j", (type, rules) => {
    const definition = machine({ Each: map(distributed(type, { Greet: { ...plain, ...waits } }), catchesAll) });
    expect(brokenBy(definition, { type: "STANDARD" })).toEqual(rules);
  });
});

describe("a Map", () => {
  it.each([
    [{ MaxConcurrency: 0 }, ["map-concurrency"]],
    [{ MaxConcurrency: 1 }, []],
    [{ MaxConcurrency: undefined, MaxConcurrencyPath: "$.limit" }, []],
  ])("with %j breaks %j", (changes, rules) => {
    expect(brokenBy(inner({ Each: map(machine({ Greet: task() }), changes) }))).toEqual(rules);
  });

  it("may be in a Map or a Parallel, and no deeper", () => {
    const two = inner({ Outer: map(inner({ Inner: map(machine({ Greet: task() })) })) });
    expect(brokenBy(two)).toEqual([]);
    expect(brokenBy(inner({ Outermost: map(two) }))).toEqual(["nesting-depth"]);
  });

  it("may be distributed in a Standard execution, also of another Map", () => {
    const innermost = (type: "EXPRESS" | "STANDARD") =>
      machine({
        Each: map(distributed(type, { EachOfEach: map(distributed("EXPRESS", { Greet: plain })) }), catchesAll),
      });
    expect(brokenBy(innermost("STANDARD"))).toEqual([]);
    expect(brokenBy(innermost("EXPRESS"))).toEqual(["time-limit", "express-distributed-map"]);
  });
});

describe("a Task's result", () => {
  it.each([
    [{ ResultPath: "$" }, ["raw-result"]],
    [{ ResultPath: "$", ResultSelector: { "id.$": "$.Id" } }, []],
    [{ ResultPath: undefined, ResultSelector: { "id.$": "$.Id" } }, []],
    [{ ResultPath: "$.greeting" }, []],
    [{ ResultPath: null }, []],
  ])("with %j breaks %j", (changes, rules) => {
    expect(brokenBy(machine({ Greet: task(changes) }))).toEqual(rules);
  });
});

describe("an ARN", () => {
  it.each([
    "arn:aws-cn:sqs:cn-north-1:123456789012:orders",
    "arn:aws:states:eu-west-1:123456789012:stateMachine:greet",
    "arn:${GreetArn}:lambda:eu-west-1:123456789012:function:greet",
  ])("%s is refused anywhere but in a key", (arn) => {
    const definition = machine({
      Greet: task({ Parameters: { a: [{ "b.$": `States.Format('{}', '${arn}')` }], c: "${GreetArn}" } }),
    });
    expect(brokenBy(definition)).toEqual(["written-arn"]);
  });
});

describe("transitions", () => {
  it("stay within their branch or Map", () => {
    const definition = machine({ Each: map(inner({ Greet: task({ End: undefined, Next: "Fallen" }) }), catchesAll) });
    expect(brokenBy(definition)).toContain("transition-target");
  });

  it("start somewhere, in the definition and inside of it", () => {
    expect(refusalOf({ ...machine({ Greet: task() }), StartAt: "Hello" })[0]).toMatch(
      /^workflows\/try\.asl\.json: StartAt names Hello, which is not in States\. /,
    );
    const lost = { ...machine({ Greet: task() }), StartAt: "Hello" };
    expect(refusalOf(inner({ Each: map(lost) }))[0]).toMatch(/, state Each: StartAt names Hello, /);
  });

  it("of a Choice and of a Catch count", () => {
    const choice = {
      Type: "Choice",
      Choices: [{ Variable: "$.a", IsPresent: true, Next: "Greet" }],
      Default: "Done",
    };
    expect(brokenBy(machine({ Which: choice, Greet: task(), Done: { Type: "Succeed" } }))).toEqual([]);
  });
});

describe("the limit of an execution", () => {
  const within = (TimeoutSeconds: number, states: Json) => ({ ...machine(states), TimeoutSeconds });
  const then = (Next: string, changes: Json = {}) => task({ End: undefined, Next, ...changes });
  const fixed = (Seconds: number) => ({ Type: "Wait", Seconds, Next: "Greet" });

  // A task takes four tries of 5 s, and 1, 2 and 4 s between them.
  it.each([
    ["a Task and its retries", 27, { Greet: task() }],
    ["two Tasks in a row", 54, { First: then("Greet"), Greet: task() }],
    [
      "a Task and the way of its Catch",
      54,
      { Greet: task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Again" }] }), Again: task() },
    ],
    ["a Task and a wait", 37, { Pause: fixed(10), Greet: task() }],
    [
      "the slower of two ways",
      54,
      {
        Which: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "First" }], Default: "Greet" },
        First: then("Greet"),
        Greet: task(),
      },
    ],
    [
      "the slowest branch of a Parallel",
      54,
      {
        Both: {
          Type: "Parallel",
          Branches: [
            inner({ Greet: plain }),
            inner({ First: { ...plain, End: undefined, Next: "Second" }, Second: plain }),
          ],
          End: true,
          ...catchesAll,
        },
      },
    ],
    [
      "retries that wait no longer than they may",
      5 * 8 + 1 + 2 + 4 + 8 * 4,
      { Greet: task({ Retry: [{ ...retrier, MaxAttempts: 7 }] }) },
    ],
    [
      "a wait for a token once, since what is tried again failed at its call",
      100 + 7,
      {
        Greet: task({
          ...waits,
          TimeoutSeconds: 100,
          Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 0 }, retrier],
        }),
      },
    ],
    [
      "a wait for a token as often as its timeout is tried again",
      4 * 100 + 7,
      { Greet: task({ ...waits, TimeoutSeconds: 100 }) },
    ],
  ])("holds %s: %i s", (_what, seconds, states: Json) => {
    expect(brokenBy(within(seconds, states))).toEqual([]);
    expect(brokenBy(within(seconds - 1, states))).toEqual(["time-limit"]);
    expect(brokenBy(machine(states))).toEqual([]);
  });

  it.each([
    ["a loop", { Greet: then("Pause"), Pause: fixed(1) }],
    ["a Map, whose items are counted nowhere", { Each: map(inner({ Greet: plain }), catchesAll) }],
    ["a limit that the input names", { Greet: task({ TimeoutSeconds: undefined, TimeoutSecondsPath: "$.s" }) }],
    ["a wait that the input names", { Pause: { Type: "Wait", SecondsPath: "$.s", Next: "Greet" }, Greet: task() }],
    ["a heartbeat alone", { Greet: task({ ...waits, TimeoutSeconds: undefined, HeartbeatSeconds: 5 }) }],
  ])("does not hold %s, unless a waiver says what bounds it", (_what, states: Json) => {
    expect(brokenBy(within(1_000_000, states))).toEqual(["time-limit"]);
    const [first = "", state] = Object.entries(states)[0] ?? [];
    const waived = { ...Object(state), Comment: "waive:time-limit because it is short." };
    expect(brokenBy(within(1_000_000, { ...states, [first]: waived }))).toEqual([]);
  });

  it("holds a Map that takes no time", () => {
    expect(
      brokenBy(
        within(27, {
          Each: map(inner({ Done: { Type: "Pass", End: true } }), { End: undefined, Next: "Greet" }),
          Greet: task(),
        }),
      ),
    ).toEqual([]);
  });

  // Two tries of 149 s, and the pause between them.
  it.each([
    [undefined, 2, []],
    [undefined, 3, ["time-limit"]],
    [600, 2, []],
    [600, 3, ["time-limit"]],
  ])("is five minutes of an Express execution that names %s: a pause of %i s breaks %j", (limit, pause, rules) => {
    const Retry = [{ ...retrier, MaxAttempts: 1, IntervalSeconds: pause }];
    const definition = machine({ Greet: task({ TimeoutSeconds: 149, Retry }) });
    expect(brokenBy({ ...definition, ...(limit && { TimeoutSeconds: limit }) }, { type: "EXPRESS" })).toEqual(rules);
  });

  it("is five minutes of each item of a Distributed Map of type Express", () => {
    const each = (seconds: number, type: "EXPRESS" | "STANDARD") =>
      inner({
        Each: map(
          distributed(type, {
            Greet: task({
              ...catchesAll,
              Catch: undefined,
              TimeoutSeconds: seconds,
              Retry: [{ ...retrier, MaxAttempts: 1 }],
            }),
          }),
          { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Fallen" }] },
        ),
        Fallen: { Type: "Fail" },
      });
    expect(brokenBy(each(149, "EXPRESS"))).toEqual([]);
    expect(brokenBy(each(150, "EXPRESS"))).toEqual(["time-limit"]);
    expect(brokenBy(each(150, "STANDARD"))).toEqual([]);
  });
});

describe("a Task that waits for a child", () => {
  it.each([
    [100, ["child-limit"]],
    [101, []],
  ])("of %i s, where the child ends after 100, breaks %j", (TimeoutSeconds, rules) => {
    const GreetArn = { arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:greet", limitSeconds: 100 };
    for (const Resource of [
      "arn:aws:states:::aws-sdk:sfn:startSyncExecution",
      "arn:aws:states:::states:startExecution.sync:2",
    ]) {
      const Greet = task({ Resource, Parameters: { StateMachineArn: "${GreetArn}" }, TimeoutSeconds });
      const broken = brokenBy(machine({ Greet }), { substitutions: { GreetArn } });
      expect(broken.filter((rule) => rule === "child-limit")).toEqual(rules);
    }
  });
});
