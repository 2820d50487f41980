import { normalised } from "../../asl/normalise";

const machine = (state: object) => ({ StartAt: "S", States: { S: state } });

describe("a normalised definition", () => {
  it.each([
    // https://states-language.net/spec.html#retrying-after-error
    [
      {
        Retry: [
          { ErrorEquals: ["B", "A", "B"], MaxAttempts: 3, IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: "NONE" },
        ],
      },
      { Retry: [{ ErrorEquals: ["A", "B"] }] },
    ],
    [{ Retry: [{ ErrorEquals: ["A"], MaxAttempts: 2 }] }, { Retry: [{ ErrorEquals: ["A"], MaxAttempts: 2 }] }],
    [{ Retry: [], Catch: [] }, {}],
    [{ Catch: [{ ErrorEquals: ["A"], ResultPath: "$", Next: "S" }] }, { Catch: [{ ErrorEquals: ["A"], Next: "S" }] }],
    // https://states-language.net/spec.html#input-and-output-processing
    [{ InputPath: "$", OutputPath: "$", ResultPath: "$" }, {}],
    [
      { InputPath: null, OutputPath: null, ResultPath: null },
      { InputPath: null, OutputPath: null, ResultPath: null },
    ],
    [{ ItemsPath: "$", MaxConcurrency: 0, ToleratedFailureCount: 0, ToleratedFailurePercentage: 0 }, {}],
    [{ MaxConcurrency: 1 }, { MaxConcurrency: 1 }],
    [{ QueryLanguage: "JSONPath" }, {}],
    [{ QueryLanguage: "JSONata" }, { QueryLanguage: "JSONata" }],
    [
      { Type: "Map", Iterator: machine({}), Parameters: {} },
      { Type: "Map", ItemProcessor: machine({}), ItemSelector: {} },
    ],
    [
      { Type: "Task", Parameters: {} },
      { Type: "Task", Parameters: {} },
    ],
    [
      { Type: "Map", ItemProcessor: { ...machine({ ResultPath: "$" }), ProcessorConfig: { Mode: "INLINE" } } },
      { Type: "Map", ItemProcessor: machine({}) },
    ],
    [{ Branches: [machine({ OutputPath: "$" }), 5] }, { Branches: [machine({}), 5] }],
  ])("has %j as %j", (given, expected) => {
    expect(normalised(machine(given))).toEqual(machine(expected));
  });

  it("keeps a language of a state that differs from that of the definition", () => {
    const given = (language: string) => ({ ...machine({ QueryLanguage: language }), QueryLanguage: "JSONata" });
    expect(normalised(given("JSONata"))).toEqual({ ...machine({}), QueryLanguage: "JSONata" });
    expect(normalised(given("JSONPath"))).toEqual(given("JSONPath"));
    expect(normalised({ ...machine({}), QueryLanguage: "JSONPath", Version: "1.0" })).toEqual(machine({}));
  });

  it.each([
    [{}],
    [{ States: [] }],
    [{ States: { A: 1, B: null } }],
    [{ States: { S: { Retry: "x", Catch: [1], ItemProcessor: [] } } }],
  ])("leaves %j as it is", (definition) => {
    expect(normalised(definition)).toEqual(definition);
  });
});
