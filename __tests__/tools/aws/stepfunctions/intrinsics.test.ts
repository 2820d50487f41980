import { evaluate, runState } from "./support/lab";

const input = {
  text: 'a "quoted" \\ back, (slash) \n line',
  big: 5_000_000_000,
  huge: Number.MAX_SAFE_INTEGER,
  half: 0.5,
  list: [1, 2, 2, 3, "x"],
  objects: [{ a: 1 }, { a: 1 }, { b: 2 }],
  object: { a: 1, b: { c: 2 } },
  other: { b: 3 },
  recorded: { Arg1: 1, Arg2: [] },
  json: '{"a":[1,2]}',
  no: false,
  nil: null,
};

test.each([
  ["States.Format('ORDER#{}', $.text)", `ORDER#${input.text}`],
  ["States.Format('{}', $.big)", "5000000000"],
  ["States.Format('{}', $.huge)", "9007199254740991"],
  ["States.Format('{} {} {} {}', $.half, $.no, $.nil, 'x')", "0.5 false null x"],
  ["States.Format('it\\'s \\{\\} \\\\ {}', 1)", "it's {} \\ 1"],
  ["States.Format('\\{} {}', 1)", "{} 1"],
  ["States.Format('a, (b), {} c', $.big)", "a, (b), 5000000000 c"],
  ["States.Format('{}', $.list[0])", "1"],
  ["States.Format('{}', States.Format('<{}>', 'in'))", "<in>"],
  ["States.Format('no values')", "no values"],
  // Recorded by LocalStack's tests against AWS: test_generic, test_format_2 and test_json_manipulation, test_string_to_json.
  ["States.Format('{} {}', $.recorded, $.object)", "{Arg1=1, Arg2=[]} {a=1, b={c=2}}"],
  ["States.Format('{}', $.list)", "[1, 2, 2, 3, x]"],
  ["States.StringToJson('')", null],
  ["States.StringToJson(' ')", null],
  ["States.StringToJson($.json)", { a: [1, 2] }],
  ["States.StringToJson('\"x\"')", "x"],
  ["States.JsonToString($.object)", '{"a":1,"b":{"c":2}}'],
  ["States.JsonToString($.text)", JSON.stringify(input.text)],
  ["States.JsonToString($.nil)", "null"],
  ["States.JsonToString(States.JsonMerge($.object, $.other, false))", '{"a":1,"b":3}'],
  ["States.JsonMerge($.object, $.other, false)", { a: 1, b: 3 }],
  ["States.Array(1, 'two', $.no, null, $.other)", [1, "two", false, null, { b: 3 }]],
  ["States.Array()", []],
  ["States.ArrayPartition($.list, 2)", [[1, 2], [2, 3], ["x"]]],
  ["States.ArrayContains($.list, 'x')", true],
  ["States.ArrayContains($.list, 'y')", false],
  ["States.ArrayContains($.objects, $.objects[2])", true],
  ["States.ArrayRange(1, 9, 4)", [1, 5, 9]],
  ["States.ArrayRange(3, 1, -1)", [3, 2, 1]],
  ["States.ArrayGetItem($.list, 4)", "x"],
  ["States.ArrayLength($.list)", 5],
  ["States.ArrayUnique($.objects)", [{ a: 1 }, { b: 2 }]],
  ["States.Base64Encode('ü')", "w7w="],
  ["States.Base64Decode('w7w=')", "ü"],
  ["States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
  ["States.MathAdd(111, -1)", 110],
  ["States.StringSplit('1,2.3', ',.')", ["1", "2", "3"]],
])("%s", async (expression, expected) => {
  expect(await evaluate(expression, input)).toEqual(expected);
});

test("States.UUID gives another one each time", async () => {
  const [a, b] = [await evaluate("States.UUID()"), await evaluate("States.UUID()")];
  expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(a).not.toEqual(b);
});

test("States.ArrayRange gives up to 1000 items", async () => {
  expect(await evaluate("States.ArrayLength(States.ArrayRange(1, 1000, 1))")).toBe(1000);
});

test("States.MathRandom stays below its end", async () => {
  expect(await evaluate("States.MathRandom(3, 4)")).toBe(3);
});

test.each([
  ["States.StringToJson('not json')", "is not JSON"],
  ["States.Format('{} {}', 1)", "2 {} and it was given 1"],
  ["States.ArrayGetItem($.list, 5)", "5 items"],
  ["States.ArrayLength($.text)", "must be an array"],
  ["States.JsonMerge($.object, $.other, true)", "shallow"],
  ["States.Format('{}', $.none)", "'$.none' could not be found"],
  ["States.ArrayRange(1, 1001, 1)", "1001 items; the most is 1000"],
])("%s ends the execution with States.Runtime", async (expression, reason) => {
  const { status, error, cause } = await runState({ Type: "Pass", Parameters: { "v.$": expression } }, input);
  expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
  expect(cause).toContain(`The function '${expression}' had the following error`);
  expect(cause).toContain(reason);
});

test.each([
  "States.Unknown(1)",
  "States.Format('{}', 1",
  "States.Format('{}' 1)",
  "States.Format('{}', 1) x",
  "States.Hash('a')",
  "States.MathRandom(1, 2, 3)",
  "format('x')",
  // test_base_scenarios, test_illegal_escapes
  `States.StringToJson('{"text":"An \\"escaped double quote\\" here"}')`,
  `States.Format('{}', 'Test \\"Name\\" Here')`,
])("%s is refused when the machine is loaded", (expression) => {
  expect(() => runState({ Type: "Pass", Parameters: { "v.$": expression } })).toThrow(/State "S": /);
});
