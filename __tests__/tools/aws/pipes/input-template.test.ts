import { compileInputTemplate } from "../../../../tools/aws/pipes/input-template";

const record = { messageId: "m-1", body: '{"orderId":"o \\"1\\"","n":5,"list":[1,"x"],"nil":null}' };

test.each([
  ['{"orderId": <$.body.orderId>}', { orderId: 'o "1"' }],
  ['{"n": <$.body.n>, "list": <$.body.list>, "nil": <$.body.nil>}', { n: 5, list: [1, "x"], nil: null }],
  ['{"whole": <$.body>}', { whole: JSON.parse(record.body) }],
  ['{"text": "order <$.body.orderId> has <$.body.n>"}', { text: 'order o "1" has 5' }],
  ['{"text": "list <$.body.list>"}', { text: "list [1,x]" }],
  ['{"quoted \\" <$.messageId>": 1}', { 'quoted " m-1': 1 }],
  ['{"none": <$.body.none>}', { none: "" }],
  ['{"none": "<$.body.none>"}', { none: "" }],
  ["<$.messageId>", "m-1"],
  ["plain text of <$.messageId>", 'plain text of "m-1"'],
])("%s", (template, expected) => {
  expect(compileInputTemplate(template)(record)).toEqual(expected);
});

test("a body that is not JSON is text", () => {
  expect(compileInputTemplate('{"b": <$.body>}')({ body: "just text" })).toEqual({ b: "just text" });
});
