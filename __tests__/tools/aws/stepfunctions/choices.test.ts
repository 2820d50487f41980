import type { JsonObject, JsonValue } from "../../../../tools/support/json";
import { Lab } from "./support/lab";

/** Whether the rule matches; the error's cause when it cannot be decided. */
async function matches(rule: JsonObject, input: JsonValue): Promise<unknown> {
  const lab = new Lab({
    StartAt: "C",
    States: {
      C: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
      Yes: { Type: "Pass", Result: true, End: true },
      No: { Type: "Pass", Result: false, End: true },
    },
  });
  const { output, cause } = await lab.run(input);
  return cause ?? output;
}

const unreadable = expect.stringContaining("The choice state's condition path references an invalid value.");

test.each([
  [{ Variable: "$.a", StringEquals: "x" }, { a: "x" }, true],
  [{ Variable: "$.a", StringEquals: "1" }, { a: 1 }, false],
  [{ Variable: "$.a", StringEqualsPath: "$.b" }, { a: "x", b: "x" }, true],
  [{ Variable: "$.a", StringEqualsPath: "$.b" }, { a: "x", b: "y" }, false],
  [{ Variable: "$.a", StringLessThan: "b" }, { a: "a" }, true],
  [{ Variable: "$.a", StringLessThan: "b" }, { a: 1 }, false],
  [{ Variable: "$.a", NumericEquals: 1 }, { a: 1 }, true],
  [{ Variable: "$.a", NumericEquals: 1 }, { a: "1" }, false],
  [{ Variable: "$.a", NumericGreaterThanEquals: 5 }, { a: 4 }, false],
  [{ Variable: "$.a", NumericGreaterThanEquals: 5 }, { a: 5 }, true],
  [{ Variable: "$.a", NumericGreaterThanPath: "$.b" }, { a: 6, b: 5 }, true],
  [{ Variable: "$.a", NumericLessThanEquals: 5 }, { a: 6 }, false],
  [{ Variable: "$.a", BooleanEquals: true }, { a: true }, true],
  [{ Variable: "$.a", BooleanEquals: false }, { a: false }, true],
  [{ Variable: "$.a", TimestampLessThan: "2024-01-01T01:00:00+01:00" }, { a: "2023-12-31T23:59:59.999Z" }, true],
  [{ Variable: "$.a", TimestampEquals: "2024-01-01T01:00:00+01:00" }, { a: "2024-01-01T00:00:00Z" }, true],
  [{ Variable: "$.a", TimestampEquals: "2024-01-01T00:00:00Z" }, { a: "yesterday" }, false],
  [{ Variable: "$.a", IsPresent: true }, { a: null }, true],
  [{ Variable: "$.a", IsPresent: true }, {}, false],
  [{ Variable: "$.a", IsPresent: false }, {}, true],
  [{ Variable: "$.a", IsPresent: false }, { a: 0 }, false],
  [{ Variable: "$.a.b.c", IsPresent: true }, { a: "text" }, false],
  [{ Variable: "$.a", IsNull: true }, { a: null }, true],
  [{ Variable: "$.a", IsNull: false }, { a: 1 }, true],
  [{ Variable: "$.a", IsNumeric: false }, { a: "1" }, true],
  [{ Variable: "$.a", IsString: true }, { a: "" }, true],
  [{ Variable: "$.a", IsBoolean: true }, { a: 0 }, false],
  [{ Variable: "$.a", IsTimestamp: true }, { a: "2024-01-01T00:00:00Z" }, true],
  [{ Variable: "$.a", IsTimestamp: true }, { a: "2024-01-01" }, false],
  [{ Variable: "$$.State.Name", StringEquals: "C" }, {}, true],
  [{ Variable: "$.a", StringEquals: "x" }, {}, unreadable],
  [{ Variable: "$.a", IsNull: true }, {}, unreadable],
  [{ Variable: "$.a", StringEqualsPath: "$.b" }, { a: "x" }, unreadable],
])("%j on %j: %p", async (rule, input, expected) => {
  expect(await matches(rule, input)).toEqual(expected);
});

describe("And, Or, Not", () => {
  const present = { Variable: "$.a", IsPresent: true };
  const isX = { Variable: "$.a", StringEquals: "x" };

  test.each([
    [{ And: [present, isX] }, { a: "x" }, true],
    // What comes after a part that decided is not looked at, or the missing path would fail the execution.
    [{ And: [present, isX] }, {}, false],
    [{ And: [isX, present] }, {}, unreadable],
    [{ Or: [{ Not: present }, isX] }, {}, true],
    [{ Or: [isX, { Not: present }] }, {}, unreadable],
    [{ Not: isX }, { a: "y" }, true],
    [{ Not: { And: [present, isX] } }, { a: "x" }, false],
  ])("%j on %j: %p", async (rule, input, expected) => {
    expect(await matches(rule, input)).toEqual(expected);
  });
});

describe("StringMatches has no wildcard except the star", () => {
  const reasons = "Transaction cancelled, ... specific reasons [None, ConditionalCheckFailed] (Service: DynamoDb)";

  test.each([
    ["*[None, ConditionalCheckFailed]*", reasons, true],
    ["*[ConditionalCheckFailed, *", reasons, false],
    ["*[ConditionalCheckFailed, *", reasons.replace("None, ", "").replace("]", ", None]"), true],
    ["*ConditionalCheckFailed", reasons, false],
    ["a?c", "abc", false],
    ["a?c", "a?c", true],
    ["{a,b}", "a", false],
    ["[ab]", "a", false],
    ["a\\*b", "a*b", true],
    ["a\\*b", "axb", false],
    ["a\\\\*", "a\\x", true],
    ["*", "", true],
    ["**", "two\nlines", true],
    ["ab*ba", "aba", false],
    ["ab*ba", "abba", true],
    ["a*b*c", "a1b2c", true],
    ["a*b*c", "a1c2b", false],
    ["a", "ab", false],
  ])("%s on %s: %p", async (pattern, text, expected) => {
    expect(await matches({ Variable: "$.a", StringMatches: pattern }, { a: text })).toBe(expected);
  });

  test("and takes nothing but text", async () => {
    expect(await matches({ Variable: "$.a", StringMatches: "*" }, { a: 1 })).toBe(false);
  });
});

test("the first rule that matches decides; with none and no Default it is States.NoChoiceMatched", async () => {
  const Choices = [
    { Variable: "$", NumericGreaterThan: 5, Next: "First" },
    { Variable: "$", NumericGreaterThan: 1, Next: "Second" },
  ];
  const named = (name: string) => ({ Type: "Pass", Result: name, End: true });
  const lab = new Lab({
    StartAt: "C",
    States: { C: { Type: "Choice", Choices }, First: named("First"), Second: named("Second") },
  });
  expect((await lab.run(9)).output).toBe("First");
  expect((await lab.run(3)).output).toBe("Second");
  expect(await lab.run(0)).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
});

test("an operator that is not known is refused when the machine is loaded", async () => {
  await expect(matches({ Variable: "$.a", StringLike: "x" }, {})).rejects.toThrow('no choice operator "StringLike"');
});
