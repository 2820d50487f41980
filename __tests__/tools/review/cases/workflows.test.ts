import { markdownReport } from "../../../../tools/review/report/markdown";
import { review } from "../../../../tools/review/review";
import { type GivenMachine, machine, subject } from "../plan-json";
import { call, type Edits, functionArn, jsonata, orders } from "./orders";

type Definition = GivenMachine["before"];
/** A change: its title, the definitions, words that the report has, and its verdict. */
type Row = readonly [string, Definition, Definition, readonly string[], "safe" | "attention" | "dangerous"];

const from = (edits: Edits, words: readonly string[], verdict: Row[4]) =>
  [orders(), orders(edits), words, verdict] as const;
const between = (before: Edits, after: Edits, words: readonly string[], verdict: Row[4]) =>
  [orders(before), orders(after), words, verdict] as const;
const inJsonata = (edits: Edits, words: readonly string[], verdict: Row[4]) =>
  [jsonata(), jsonata(edits), words, verdict] as const;
const toNowhere = { "Charge.Next": "Nowhere" };
const directly = (name: string, place?: string) => ({
  "Charge.Resource": functionArn(name, place),
  "Charge.Parameters": undefined,
});

const STATES: readonly Row[] = [
  [
    "a state is added",
    ...from(
      { "Validate.Next": "Fraud", Fraud: call("fraud", { Next: "Reserve" }) },
      ["Fraud", "added", "fraud"],
      "attention",
    ),
  ],
  [
    "a state is removed",
    ...from({ "Charge.Next": "Cool", Ship: undefined }, ["Ship", "removed", "Running executions keep"], "attention"),
  ],
  [
    "a state is renamed",
    orders(),
    JSON.stringify(orders()).replaceAll('"Ship"', '"Parcels"'),
    ["Ship", "Parcels", "renamed"],
    "safe",
  ],
  ["a state is bypassed", ...from({ "Approve.Next": "Ship" }, ["Charge", "bypass", "Approve"], "dangerous")],
  ["a state becomes unreachable", ...from({ "Charge.Next": "Cool" }, ["Ship", "unreachable"], "dangerous")],
  [
    "a loop without an end",
    ...from({ "Notify.Next": "Cool", Done: undefined }, ["loop", "Cool", "Notify"], "dangerous"),
  ],
  ["a state that leads to itself", ...from({ "Cool.Next": "Cool" }, ["loop", "Cool"], "dangerous")],
  [
    "a compensation is dropped",
    ...from(
      { "Charge.Catch.0.Next": "Alert", ReleaseStock: undefined },
      ["ReleaseStock", "removed", "compensation"],
      "dangerous",
    ),
  ],
];

const FAILURES: readonly Row[] = [
  ["more retries", ...from({ "Charge.Retry.0.MaxAttempts": 9 }, ["Charge", "MaxAttempts", "3 → 9"], "attention")],
  [
    "no retries",
    ...from({ "Charge.Retry.0.MaxAttempts": 0 }, ["MaxAttempts", "3 → 0", "no longer retried"], "attention"),
  ],
  ["a retry is removed", ...from({ "Charge.Retry": undefined }, ["Charge", "Retry", "removed"], "attention")],
  [
    "a retry is added",
    ...from(
      { "ReleaseStock.Retry": [{ ErrorEquals: ["Busy"] }] },
      ["ReleaseStock", "Retry", "Busy", "added"],
      "attention",
    ),
  ],
  [
    "a retry for other errors",
    ...from({ "Charge.Retry.0.ErrorEquals": ["Busy"] }, ["ErrorEquals", "States.TaskFailed → Busy"], "attention"),
  ],
  [
    "a retry for more errors",
    ...from({ "Charge.Retry.0.ErrorEquals": ["States.ALL"] }, ["States.TaskFailed → States.ALL"], "attention"),
  ],
  [
    "another order of retries",
    ...from(
      { "Reserve.Retry": [{ ErrorEquals: ["States.TaskFailed"] }, { ErrorEquals: ["Throttled"] }] },
      ["Reserve", "order of Retry", "Throttled", "States.TaskFailed"],
      "attention",
    ),
  ],
  [
    "a retry in a Map",
    ...from(
      { "Ship.ItemProcessor.States.Pack.Retry.0.MaxAttempts": 1 },
      ["Ship > Pack", "MaxAttempts", "3 → 1"],
      "attention",
    ),
  ],
  ["a catch is removed", ...from({ "Charge.Catch": undefined }, ["Catch", "removed", "ReleaseStock"], "dangerous")],
  ["a catch leads elsewhere", ...from({ "Validate.Catch.0.Next": "Alert" }, ["Reject → Alert", "Catch"], "attention")],
  ["a failure ends as a success", ...from({ "Validate.Catch.0.Next": "Done" }, ["Reject", "success"], "dangerous")],
  ["a shorter timeout", ...from({ "Reserve.TimeoutSeconds": 5 }, ["timeout", "TimeoutSeconds", "30 → 5"], "attention")],
  ["a removed timeout", ...from({ "Reserve.TimeoutSeconds": undefined }, ["timeout", "removed", "30"], "attention")],
  ["a heartbeat", ...from({ "Approve.HeartbeatSeconds": 60 }, ["heartbeat", "3600 → 60"], "attention")],
  [
    "a removed timeout of the workflow",
    ...between({ ".TimeoutSeconds": 600 }, {}, ["TimeoutSeconds", "600", "timeout", "removed"], "attention"),
  ],
  [
    "another error",
    ...from({ "Reject.Error": "Refused" }, ["Reject", "Error", "OrderRejected → Refused"], "attention"),
  ],
  ["a Fail that succeeds", ...from({ Alert: { Type: "Succeed" } }, ["Type", "Fail → Succeed"], "dangerous")],
];

const FLOW: readonly Row[] = [
  ["another default", ...from({ "IsBig.Default": "Reject" }, ["Default", "Charge → Reject"], "dangerous")],
  [
    "a Choice without a default",
    ...from({ "IsBig.Default": undefined }, ["Default", "removed", "States.NoChoiceMatched"], "dangerous"),
  ],
  [
    "a branch is added to a Choice",
    ...from(
      {
        "IsBig.Choices": [
          { Variable: "$.country", StringEquals: "XX", Next: "Reject" },
          { Variable: "$.amount", NumericGreaterThan: 1000, Next: "Approve" },
          { Variable: "$.vip", BooleanEquals: true, Next: "Charge" },
        ],
      },
      ["IsBig", "branch", "added", "$.country"],
      "attention",
    ),
  ],
  [
    "another order of branches",
    ...from(
      {
        "IsBig.Choices": [
          { Variable: "$.vip", BooleanEquals: true, Next: "Charge" },
          { Variable: "$.amount", NumericGreaterThan: 1000, Next: "Approve" },
        ],
      },
      ["IsBig", "order of Choices", "first match wins"],
      "attention",
    ),
  ],
  ["no limit of a Map", ...from({ "Ship.MaxConcurrency": 0 }, ["MaxConcurrency", "5 → 0", "no limit"], "attention")],
  [
    "a distributed Map",
    ...from(
      { "Ship.ItemProcessor.ProcessorConfig": { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } },
      ["Ship", "INLINE", "DISTRIBUTED"],
      "attention",
    ),
  ],
  ["a longer wait", ...from({ "Cool.Seconds": 86400 }, ["Cool", "waits", "60 → 86400"], "attention")],
  [
    "another query language",
    ...from({ ".QueryLanguage": "JSONata" }, ["QueryLanguage", "JSONPath → JSONata"], "attention"),
  ],
  [
    "another JSONata condition",
    ...inJsonata({ "IsBig.Choices.0.Condition": "{% $total > 9 %}" }, ["Condition", "$total > 100"], "attention"),
  ],
  ["another variable", ...inJsonata({ "Sum.Assign.total": 1 }, ["Sum", "Assign", "total"], "attention")],
];

const CALLS: readonly Row[] = [
  [
    "another function",
    ...from({ "Charge.Parameters.FunctionName": functionArn("pay") }, ["FunctionName", "charge → pay"], "attention"),
  ],
  [
    "another account",
    ...from(
      { "Charge.Parameters.FunctionName": functionArn("charge", "eu-west-1:444455556666") },
      ["another account", "111122223333 → 444455556666"],
      "dangerous",
    ),
  ],
  [
    "a function as the Resource, elsewhere",
    ...between(
      directly("charge"),
      directly("charge", "us-east-1:444455556666"),
      ["Charge", "another account", "another Region", "us-east-1"],
      "dangerous",
    ),
  ],
  [
    "a function as the Resource, then by the integration",
    ...between(directly("charge"), {}, ["Charge", "Resource", "lambda:invoke"], "attention"),
  ],
];

const BAD: readonly Row[] = [
  ["a definition that is not JSON", orders(), "{ nor JSON", ["not JSON", "definition"], "dangerous"],
  ["a former definition that is not JSON", "{ nor JSON", orders(), ["former definition", "not JSON"], "attention"],
  ["one that is not JSON after another", "null", "[]", ["no JSON object"], "dangerous"],
  ["an empty definition", orders(), {}, ["has no States"], "dangerous"],
  ["a new empty definition", undefined, {}, ["has no States"], "dangerous"],
  ["a new definition of something else", undefined, { Resources: {} }, ["has no States"], "dangerous"],
  ["a Next to no state", ...from(toNowhere, ["Charge", "Nowhere", "no state"], "dangerous")],
  [
    "a Next to no state before and after",
    ...between(toNowhere, { ...toNowhere, "Cool.Seconds": 1 }, ["Charge", "Nowhere", "as before"], "attention"),
  ],
  ["a StartAt that is no state", ...from({ ".StartAt": "Nope" }, ["StartAt", "Nope"], "dangerous")],
  ["a state that is null", ...from({ Cool: null }, ["Cool"], "dangerous")],
  ["a state without a Type", ...from({ "Cool.Type": undefined }, ["Cool", "Type"], "dangerous")],
  ["a Retry that is no list", ...from({ "Charge.Retry": { MaxAttempts: 3 } }, ["Charge", "Retry"], "attention")],
  [
    "attempts that are no number",
    ...from({ "Charge.Retry.0.MaxAttempts": "many" }, ["MaxAttempts", "many"], "attention"),
  ],
  [
    "names of every object",
    ...from(
      { "Cool.Next": "constructor", constructor: { Type: "Pass", Next: "Notify" } },
      ["constructor", "added"],
      "attention",
    ),
  ],
];

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([name, each]) => [name, reversed(each)]));
};

const SAFE: readonly Row[] = [
  ["another order of keys and states", orders(), JSON.stringify(reversed(orders())), ["safe"], "safe"],
  ["other whitespace", orders(), JSON.stringify(orders(), null, 4), ["safe"], "safe"],
  [
    "written-out defaults",
    ...from(
      {
        "Charge.InputPath": "$",
        "Charge.OutputPath": "$",
        "Charge.End": false,
        "ReleaseStock.Retry": [],
        "ReleaseStock.ResultPath": "$",
        "Validate.Retry.0.JitterStrategy": "NONE",
        "Ship.ToleratedFailureCount": 0,
        ".QueryLanguage": "JSONPath",
        ".Version": "1.0",
      },
      ["safe"],
      "safe",
    ),
  ],
  ["a default left out", ...from({ "Charge.Retry.0.MaxAttempts": undefined }, ["safe"], "safe")],
  ["a comment", ...from({ "Charge.Comment": "Calls the bank" }, ["Comment"], "safe")],
];

const rows = [...STATES, ...FAILURES, ...FLOW, ...CALLS, ...BAD, ...SAFE];

it.each<Row>(rows)("reviews %s", async (_, before, after, words, verdict) => {
  const given = subject(machine("aws_sfn_state_machine.orders", { before, after }));
  const found = await review(given);
  const report = markdownReport({ ...found, ...REST, plans: given.plans }, undefined);
  expect(missingFrom(report, words)).toEqual([]);
  expect(found.verdict).toBe(verdict);
});

it("reads a definition that a provider gives as an object", async () => {
  const change = machine("aws_sfn_state_machine.orders", {
    before: orders(),
    after: orders(),
    attributes: { definition: orders() },
    attributesAfter: { definition: orders({ "Charge.Retry.0.MaxAttempts": 9 }) },
  });
  const { verdict, findings } = await review(subject(change));
  expect(verdict).toBe("attention");
  expect(missingFrom(findings.map(({ text }) => String(text)).join("\n"), ["MaxAttempts", "3 → 9"])).toEqual([]);
});

it("says that a definition becomes sensitive, even if it stays the same", async () => {
  const change = machine("aws_sfn_state_machine.orders", {
    before: orders(),
    after: orders(),
    afterSensitive: { definition: true },
    actions: ["update"],
  });
  const { verdict, findings } = await review(subject(change));
  expect(verdict).toBe("attention");
  expect(findings.map(({ rule }) => rule)).toContain("definition-sensitive");
});

const REST = { isWhole: true, waived: [], notes: [], pictures: [] };

function missingFrom(report: string, words: readonly string[]): string[] {
  const text = report.replaceAll("&gt;", ">");
  return words.filter((word) => !text.includes(word));
}
