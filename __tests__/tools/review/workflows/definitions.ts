import fc from "fast-check";
import { type AslObject, isObject } from "../../../../asl/states";

/** Random definitions in JSONPath or JSONata, valid in structure, for property tests. Few names, so that pairs share many. */
export function definitions(): fc.Arbitrary<AslObject> {
  return fc
    .record(
      {
        machine: machines(2),
        Comment: fc.constantFrom("one", "other"),
        TimeoutSeconds: fc.constantFrom(30, 60),
        QueryLanguage: fc.constantFrom("JSONPath", "JSONata"),
        Version: fc.constant("1.0"),
      },
      { requiredKeys: ["machine"] },
    )
    .map(({ machine, ...fields }) => ({ ...machine, ...fields }));
}

/** A definition and another one that shares some of its states, or has some under another name. */
export function pairsOfDefinitions(): fc.Arbitrary<readonly [AslObject, AslObject]> {
  return fc
    .tuple(definitions(), definitions(), fc.subarray(NAMES), fc.boolean())
    .map(([before, other, kept, isRelated]) => [before, isRelated ? mixed(before, other, kept) : other]);
}

/** The JSON with the members of each object in another order. */
export function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, reordered(each)])
      .reverse(),
  );
}

const NAMES = ["Reserve", "Charge", "Ship", "Refund", "Failed", "Done", "__proto__"];
const ERRORS = ["States.Timeout", "States.TaskFailed", "Declined", "OutOfStock"];

function mixed(before: AslObject, other: AslObject, kept: readonly string[]): AslObject {
  const [old, now] = [before.States, other.States];
  if (!isObject(old) || !isObject(now)) return other;
  const shared = Object.entries(old).filter(([name]) => kept.includes(name));
  // A kept state may come back under a name that is free.
  const again = shared.slice(0, 1).map(([name, state]) => [`${name}Again`, state]);
  const States = { ...now, ...Object.fromEntries([...shared.slice(1), ...again]) };
  return linked({ ...other, States });
}

function machines(depth: number): fc.Arbitrary<AslObject> {
  return fc
    .tuple(fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }), fc.infiniteStream(states(depth)))
    .map(([names, stream]) =>
      linked({
        StartAt: names[0],
        States: Object.fromEntries(names.map((name) => [name, stream.next().value])),
      }),
    );
}

/** Sends what leads to no state to the first one. */
function linked(machine: AslObject): AslObject {
  const States = isObject(machine.States) ? machine.States : {};
  const link = (name: unknown) => (Object.hasOwn(States, String(name)) ? name : Object.keys(States)[0]);
  const links = (list: unknown) =>
    Array.isArray(list) ? list.map((each: AslObject) => ({ ...each, Next: link(each.Next) })) : list;
  const state = (given: AslObject) => ({
    ...given,
    ...("Next" in given && { Next: link(given.Next) }),
    ...("Default" in given && { Default: link(given.Default) }),
    ...("Choices" in given && { Choices: links(given.Choices) }),
    ...("Catch" in given && { Catch: links(given.Catch) }),
  });
  return {
    ...machine,
    StartAt: link(machine.StartAt),
    States: Object.fromEntries(
      Object.entries(States).map(([name, each]) => [name, isObject(each) ? state(each) : each]),
    ),
  };
}

function states(depth: number): fc.Arbitrary<AslObject> {
  const simple = [tasks(), choices(), passes(), waits(), fails(), fc.constant({ Type: "Succeed" })];
  return depth === 0 ? fc.oneof(...simple) : fc.oneof(...simple, maps(depth - 1), parallels(depth - 1));
}

const name = fc.constantFrom(...NAMES);
const errors = fc.oneof(fc.constant(["States.ALL"]), fc.subarray(ERRORS, { minLength: 1 }));
const path = fc.constantFrom("$", "$.order", "$.result", null);
const json = fc.jsonValue({ maxDepth: 2 });
const template = fc.dictionary(fc.constantFrom("a", "b.$", "Payload", "__proto__"), json, { maxKeys: 3 });

const retrier = fc.record(
  {
    ErrorEquals: errors,
    MaxAttempts: fc.constantFrom(0, 1, 3, 9),
    IntervalSeconds: fc.constantFrom(1, 5),
    BackoffRate: fc.constantFrom(1, 2),
    MaxDelaySeconds: fc.constantFrom(8, 60),
    JitterStrategy: fc.constantFrom("NONE", "FULL"),
  },
  { requiredKeys: ["ErrorEquals"] },
);
const catcher = fc.record(
  { ErrorEquals: errors, Next: name, ResultPath: path },
  { requiredKeys: ["ErrorEquals", "Next"] },
);

const paths = { InputPath: path, ResultPath: path, OutputPath: path, Comment: fc.constantFrom("one", "other") };
const handling = { Retry: fc.array(retrier, { maxLength: 3 }), Catch: fc.array(catcher, { maxLength: 3 }) };
const next = fc.oneof(
  name.map((Next) => ({ Next })),
  fc.constant({ End: true }),
);

function tasks(): fc.Arbitrary<AslObject> {
  const fields = fc.record(
    {
      Type: fc.constant("Task"),
      Resource: fc.constantFrom("arn:aws:states:::lambda:invoke", "arn:aws:states:::sqs:sendMessage.waitForTaskToken"),
      Parameters: template,
      Arguments: template,
      ResultSelector: template,
      Assign: template,
      QueryLanguage: fc.constantFrom("JSONPath", "JSONata"),
      TimeoutSeconds: fc.constantFrom(5, 10),
      HeartbeatSecondsPath: fc.constant("$.beat"),
      ...paths,
      ...handling,
    },
    { requiredKeys: ["Type", "Resource"] },
  );
  return fc.tuple(fields, next).map(([task, to]) => ({ ...task, ...to }));
}

function choices(): fc.Arbitrary<AslObject> {
  const test = fc.record({ Variable: fc.constantFrom("$.total", "$.kind"), NumericGreaterThan: fc.constantFrom(1, 9) });
  const condition = fc.oneof(
    test,
    fc.record({ Not: test }),
    fc.record({ And: fc.array(test, { minLength: 1, maxLength: 3 }) }),
    fc.record({ Condition: fc.constantFrom("{% $a %}", "{% $b %}") }),
  );
  const rule = fc.tuple(condition, name).map(([given, Next]) => ({ ...given, Next }));
  return fc.record(
    { Type: fc.constant("Choice"), Choices: fc.array(rule, { minLength: 1, maxLength: 4 }), Default: name },
    { requiredKeys: ["Type", "Choices"] },
  );
}

function passes(): fc.Arbitrary<AslObject> {
  const fields = fc.record(
    { Type: fc.constant("Pass"), Result: json, Parameters: template, Output: json, ...paths },
    { requiredKeys: ["Type"] },
  );
  return fc.tuple(fields, next).map(([pass, to]) => ({ ...pass, ...to }));
}

function waits(): fc.Arbitrary<AslObject> {
  const time = fc.constantFrom({ Seconds: 5 }, { Seconds: 60 }, { SecondsPath: "$.wait" }, { TimestampPath: "$.at" });
  return fc.tuple(time, next).map(([wait, to]) => ({ Type: "Wait", ...wait, ...to }));
}

function fails(): fc.Arbitrary<AslObject> {
  return fc.record(
    { Type: fc.constant("Fail"), Error: fc.constantFrom(...ERRORS), Cause: fc.string(), CausePath: fc.constant("$.c") },
    { requiredKeys: ["Type"] },
  );
}

function maps(depth: number): fc.Arbitrary<AslObject> {
  const mode = fc.constantFrom({ Mode: "INLINE" }, { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" }, undefined);
  const processor = fc
    .tuple(machines(depth), mode)
    .map(([machine, ProcessorConfig]) => (ProcessorConfig === undefined ? machine : { ...machine, ProcessorConfig }));
  const fields = fc.record(
    {
      Type: fc.constant("Map"),
      MaxConcurrency: fc.constantFrom(0, 1, 40),
      ToleratedFailurePercentage: fc.constantFrom(0, 10),
      ItemsPath: path,
      ...handling,
    },
    { requiredKeys: ["Type"] },
  );
  const former = fc.tuple(processor, template).map(([Iterator, Parameters]) => ({ Iterator, Parameters }));
  const today = fc.tuple(processor, template).map(([ItemProcessor, ItemSelector]) => ({ ItemProcessor, ItemSelector }));
  return fc.tuple(fields, fc.oneof(former, today), next).map(([map, inner, to]) => ({ ...map, ...inner, ...to }));
}

function parallels(depth: number): fc.Arbitrary<AslObject> {
  const fields = fc.record(
    {
      Type: fc.constant("Parallel"),
      Branches: fc.array(machines(depth), { minLength: 1, maxLength: 3 }),
      ...handling,
    },
    { requiredKeys: ["Type", "Branches"] },
  );
  return fc.tuple(fields, next).map(([parallel, to]) => ({ ...parallel, ...to }));
}
