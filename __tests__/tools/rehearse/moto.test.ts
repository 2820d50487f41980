import { brokenExecutions } from "../../../tools/rehearse/moto/start";

it("finds the executions that moto's interpreter could not run in moto's output", () => {
  const broken =
    "Stepfunctions computation ended with exception 'JsonPathParserError(Parse error at 1:1 near token $ ($))'.";
  const printed = [
    "Exception=NoSuchJsonPathError, Details=None-Available at '(StringJsonPath| {'literal_value': '$.reason'}'",
    broken,
    "State Choice's 'IsTimestamp' operator is not fully supported for input '2026-11-28T05:41:28.386Z' and target 'True'.",
    "",
  ].join("\n");
  expect(brokenExecutions(printed)).toEqual([broken]);
  expect(brokenExecutions("")).toEqual([]);
});
