import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseDefinition } from "../../../asl/parse";
import { condition } from "../../../tools/diagrams/condition";
import { workflowGraph } from "../../../tools/diagrams/workflow-graph";

const root = join(__dirname, "../../..");

test("the pictures in docs/images are up to date with the definitions", () => {
  const run = spawnSync(process.execPath, ["tools/run.mjs", "tools/diagrams/main.ts", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
});

describe("workflowGraph", () => {
  const draw = (states: object) =>
    workflowGraph("demo", parseDefinition("demo.asl.json", JSON.stringify({ StartAt: "A", States: states })));

  test("shows a Catch as a dashed line that names the error", () => {
    const graph = draw({
      A: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage",
        Catch: [{ ErrorEquals: ["Sqs.Gone"], Next: "B" }],
        End: true,
      },
      B: { Type: "Fail" },
    });
    expect(graph).toContain('"A" -> "B" [label="Gone" style=dashed');
  });

  test("draws the states of a Map in a box of its own", () => {
    const graph = draw({
      A: {
        Type: "Map",
        ItemProcessor: { StartAt: "Inner", States: { Inner: { Type: "Pass", End: true } } },
        End: true,
      },
    });
    expect(graph).toContain('subgraph "cluster A"');
    expect(graph).toContain('"A" -> "Inner"');
  });

  test("refuses a Catch that leads nowhere", () => {
    expect(() =>
      draw({ A: { Type: "Task", Catch: [{ ErrorEquals: ["States.ALL"], Next: "Gone" }], End: true } }),
    ).toThrow("A leads to Gone");
  });
});

describe("condition", () => {
  test.each([
    [{ Variable: "$.a.b", StringEquals: "X", Next: "N" }, "a.b = X"],
    [{ Variable: "$.a", IsPresent: true, Next: "N" }, "a is there"],
    [{ Variable: "$.a", IsPresent: false, Next: "N" }, "no a"],
    [{ Not: { Variable: "$.a", BooleanEquals: true }, Next: "N" }, "not a"],
    [
      {
        And: [
          { Variable: "$.a", NumericEquals: 0 },
          { Variable: "$.b", BooleanEquals: true },
        ],
        Next: "N",
      },
      "a = 0\\nb",
    ],
  ])("puts %j in words", (rule, words) => {
    expect(condition(rule)).toBe(words);
  });
});
