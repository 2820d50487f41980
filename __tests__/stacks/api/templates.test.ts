import {
  ESCAPED_BODY_LIMIT,
  ESCAPED_MESSAGE_LIMIT,
  INLINE_BODY_LIMIT,
  ORDER_ID_LIMIT,
} from "../../../stacks/api/limits";
import { mappingTemplate } from "../../../stacks/constructs/mapping-template";
import type { ApiRequest } from "../../../tools/aws/api/request";
import { parseTemplate } from "../../../tools/aws/api/template";
import { TemplateInput } from "../../../tools/aws/api/template-input";
import { templateUtil } from "../../../tools/aws/api/template-util";

const request: ApiRequest = {
  id: "request-1",
  method: "POST",
  path: "/orders",
  headers: {},
  query: {},
  pathParameters: {},
  body: "",
  caller: { arn: "arn:aws:iam::123456789012:user/tester" },
  accessKeyId: undefined,
  sourceIp: "127.0.0.1",
  receivedAt: new Date(0),
};

/** What a template makes of a body, and the status that it asks for. */
function render(template: string, body: string, pathParameters: Record<string, string> = {}) {
  const responseOverride: { status?: unknown } = {};
  const input = new TemplateInput(body, { ...request, pathParameters });
  const text = parseTemplate(template, "the test")({ input, util: templateUtil, context: { responseOverride } });
  return { json: JSON.parse(text), status: responseOverride.status };
}

describe("the request of POST /orders", () => {
  const template = mappingTemplate("post-order.request", {
    OrderIntakeArn: "arn:machine",
    InlineBodyLimit: INLINE_BODY_LIMIT,
    EscapedBodyLimit: ESCAPED_BODY_LIMIT,
  });
  const inputOf = (body: string) => JSON.parse(render(template, body).json.input);

  it("names the workflow", () => {
    expect(render(template, "{}").json.stateMachineArn).toBe("arn:machine");
  });

  it.each([
    '{"orderId":"o-1"}',
    `{ "name": "O'Neil \\\\' / \\" \\u2028 ä 漢 😀", "line": "a\\nb" }`,
    '{"trap":"${OrderIntakeArn} $input.body #if(true) #set($x = 1)"}',
    "[1,\t2,\r\n3]",
    "7",
    '"text"',
  ])("carries %j to the letter, with its size in bytes", (body) => {
    expect(inputOf(body)).toEqual({ bytes: Buffer.byteLength(body), body });
  });

  it.each([1, 2, 3, 4, 5, 6])("counts %i bytes, however base64 pads them", (bytes) => {
    expect(inputOf("7".repeat(bytes))).toEqual({ bytes, body: "7".repeat(bytes) });
  });

  it.each([
    [INLINE_BODY_LIMIT - 1, true],
    [INLINE_BODY_LIMIT, true],
    [INLINE_BODY_LIMIT + 1, false],
    [300_000, false],
  ])("of %i bytes holds the body: %s", (bytes, holdsBody) => {
    const input = inputOf(`"${"x".repeat(bytes - 2)}"`);
    expect([input.bytes, Object.hasOwn(input, "body")]).toEqual([bytes, holdsBody]);
  });

  it.each([
    [0, true],
    [6, false],
  ])("with escaped text %i characters over the limit holds the body: %s", (over, holdsBody) => {
    // Each of these takes three bytes, and six characters once it is escaped. Quotes take two, digits one.
    const wide = (ESCAPED_BODY_LIMIT + over) / 6 - 1;
    const body = `"${"漢".repeat(wide)}00"`;
    expect(Buffer.byteLength(body)).toBeLessThan(INLINE_BODY_LIMIT);
    expect(Object.hasOwn(inputOf(body), "body")).toBe(holdsBody);
  });

  it("stays under 64 KiB for a body of the most awkward characters", () => {
    const awkward = JSON.stringify('"\\'.repeat(INLINE_BODY_LIMIT / 4 - 1));
    expect(Buffer.byteLength(awkward)).toBeLessThanOrEqual(INLINE_BODY_LIMIT);
    expect(render(template, awkward).json.input.length).toBeLessThan(65_536);
  });
});

describe("the answer of POST /orders", () => {
  const template = mappingTemplate("post-order.answer");
  const tryAgain = {
    json: { error: "TRY_AGAIN", message: expect.stringContaining("repeating it is safe") },
    status: 503,
  };

  it.each([202, 200, 409, 422, 413])("is what the workflow answered, with its status %i", (statusCode) => {
    const answer = { orderId: "o-1", message: `It's "so" ä 漢` };
    const output = JSON.stringify({ statusCode, body: JSON.stringify(answer) });
    const execution = JSON.stringify({ executionArn: "arn:aws:states:x", status: "SUCCEEDED", output });
    expect(render(template, execution)).toEqual({ json: answer, status: statusCode });
  });

  it.each(["FAILED", "TIMED_OUT"])("is 503 without internals when the execution ended %s", (status) => {
    const execution = { executionArn: "arn:aws:states:x", status, error: "IntakeFailed", cause: "arn:aws:dynamodb:x" };
    expect(render(template, JSON.stringify(execution))).toEqual(tryAgain);
  });

  it("is the same 503 when the call itself failed", () => {
    expect(render(mappingTemplate("post-order.failure"), '{"__type":"ThrottlingException"}').json).toEqual(
      tryAgain.json,
    );
  });
});

describe("the request of GET /orders/{orderId}", () => {
  const template = mappingTemplate("get-order.request", { OrdersTableName: "orders", OrderIdLimit: ORDER_ID_LIMIT });
  const keyOf = (orderId: string) => render(template, "", { orderId }).json.Key.pk.S;

  it("reads the order's record, what is written of it at the moment", () => {
    expect(render(template, "", { orderId: "o-1" }).json).toEqual({
      TableName: "orders",
      ConsistentRead: true,
      Key: { pk: { S: "ORDER#o-1" }, sk: { S: "ORDER" } },
      ProjectionExpression: "orderId, #status, totalAmount, currency, receivedAt, updatedAt, reason",
      ExpressionAttributeNames: { "#status": "status" },
    });
  });

  it.each([`it's "x"`, "a\\b", "漢", '"},"TableName":"other'])(
    "takes %j for an orderId and nothing else",
    (orderId) => {
      expect(keyOf(orderId)).toBe(`ORDER#${orderId}`);
    },
  );

  it("looks for no order when the orderId is longer than any", () => {
    expect(keyOf("x".repeat(ORDER_ID_LIMIT))).toBe(`ORDER#${"x".repeat(ORDER_ID_LIMIT)}`);
    expect(keyOf("x".repeat(ORDER_ID_LIMIT + 1))).toBe("ORDER#");
  });
});

describe("the answer of GET /orders/{orderId}", () => {
  const template = mappingTemplate("get-order.answer");
  const item = {
    orderId: { S: "o-1" },
    status: { S: "FULFILLING" },
    totalAmount: { N: "9007199254740991" },
    currency: { S: "EUR" },
    receivedAt: { S: "2026-01-01T00:00:00.000Z" },
    updatedAt: { S: "2026-01-01T00:00:01.000Z" },
  };
  const order = {
    orderId: "o-1",
    status: "FULFILLING",
    totalAmount: 9007199254740991,
    currency: "EUR",
    receivedAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:01.000Z",
  };
  const answerTo = (response: object) => render(template, JSON.stringify(response));

  it("is the order, its amount as a number", () => {
    expect(answerTo({ Item: item })).toEqual({ json: order, status: undefined });
  });

  it("has the reason if there is one", () => {
    expect(answerTo({ Item: { ...item, reason: { S: `it's "so"` } } }).json).toEqual({ ...order, reason: `it's "so"` });
  });

  it("leaves out what an order that was rejected unread does not have", () => {
    const { totalAmount: _, currency: __, ...rejected } = item;
    const { totalAmount: ___, currency: ____, ...told } = order;
    expect(answerTo({ Item: rejected }).json).toEqual(told);
  });

  it("is 404 when there is no such order", () => {
    expect(answerTo({})).toEqual({ json: { error: "UNKNOWN_ORDER", message: expect.any(String) }, status: 404 });
  });

  it("is 503 without internals when the table cannot be read", () => {
    const failure = render(mappingTemplate("get-order.failure"), '{"message":"arn:aws:dynamodb:x"}');
    expect(failure.json).toEqual({ error: "TRY_AGAIN", message: "The order could not be read just now. Ask again." });
  });
});

describe("the request of an approval or a carrier event", () => {
  const template = mappingTemplate("order-message.request", {
    WorkflowArn: "arn:machine",
    OrderIdLimit: ORDER_ID_LIMIT,
    EscapedMessageLimit: ESCAPED_MESSAGE_LIMIT,
  });
  const inputOf = (body: string, orderId = "o-1") => JSON.parse(render(template, body, { orderId }).json.input);

  it("names the workflow", () => {
    expect(render(template, "{}", { orderId: "o-1" }).json.stateMachineArn).toBe("arn:machine");
  });

  it.each([
    { approved: true, reviewer: `O'Neil \\' / " \u2028 ä 漢 😀`, comment: "a\nb" },
    { orderId: "other", body: { approved: true } },
    [1],
    7,
    "text",
    null,
    { trap: "${WorkflowArn} $input.body #if(true) #set($x = 1)" },
  ])("carries %j as JSON beside the order of the path", (body) => {
    expect(inputOf(JSON.stringify(body))).toEqual({ orderId: "o-1", body: body ?? "" });
  });

  it.each([`it's "x"`, "a\\b", "漢", '","body":{"approved":true},"x":"'])(
    "takes %j for an orderId and nothing else",
    (orderId) => {
      expect(inputOf("{}", orderId)).toEqual({ orderId, body: {} });
    },
  );

  it("is of no order when the orderId is longer than any, and says so in its place", () => {
    expect(inputOf("{}", "x".repeat(ORDER_ID_LIMIT)).orderId).toBe("x".repeat(ORDER_ID_LIMIT));
    expect(inputOf("{}", "x".repeat(ORDER_ID_LIMIT + 1)).orderId).toBe("(an id of over 64 characters)");
  });

  it.each([
    [-1, true],
    [0, true],
    [1, false],
  ])("with %i escaped characters over the limit holds the body: %s", (over, holdsBody) => {
    // {\"comment\":\"...\"} is escaped with 18 characters around the text.
    const comment = "x".repeat(ESCAPED_MESSAGE_LIMIT - 18 + over);
    expect(inputOf(JSON.stringify({ comment }))).toEqual({
      orderId: "o-1",
      ...(holdsBody
        ? { body: { comment } }
        : { tooLarge: { characters: ESCAPED_MESSAGE_LIMIT + over, limit: ESCAPED_MESSAGE_LIMIT } }),
    });
  });

  it.each([
    ["x", 1],
    ['"', 4],
    ["\\", 4],
    ["\u0001", 7],
    ["é", 6],
    ["漢", 6],
    ["😀", 12],
  ])("of the longest comment of %j stays far under 64 KiB, as JSON and as text within JSON", (character, width) => {
    const text = JSON.stringify({ comment: character.repeat((ESCAPED_MESSAGE_LIMIT - 18) / width) });
    const { body } = inputOf(text);
    expect(JSON.stringify(body)).toBe(text);
    expect(Buffer.byteLength(JSON.stringify({ orderId: "o-1", body, text }))).toBeLessThan(49_152);
  });
});

describe("the answer to an approval or a carrier event", () => {
  const template = mappingTemplate("order-message.answer");
  const tryAgain = { error: "TRY_AGAIN", message: expect.stringContaining("repeating it is safe") };

  it.each([200, 409, 413, 422])("is what the workflow answered, with its status %i", (statusCode) => {
    const output = JSON.stringify({ statusCode, body: JSON.stringify({ orderId: "o-1" }) });
    expect(render(template, JSON.stringify({ status: "SUCCEEDED", output }))).toEqual({
      json: { orderId: "o-1" },
      status: statusCode,
    });
  });

  it.each(["FAILED", "TIMED_OUT"])("is 503 without internals when the execution ended %s", (status) => {
    const execution = { executionArn: "arn:aws:states:x", status, error: "TokenNotSent", cause: "token" };
    expect(render(template, JSON.stringify(execution))).toEqual({ json: tryAgain, status: 503 });
  });

  it("is the same 503 when the call itself failed", () => {
    expect(render(mappingTemplate("order-message.failure"), '{"__type":"ThrottlingException"}').json).toEqual(tryAgain);
  });
});

describe("POST /uploads", () => {
  it("asks the function for nothing that the caller sends", () => {
    expect(render(mappingTemplate("post-upload.request"), '{"key":"lines/x"}').json).toEqual({});
  });

  it("answers what the function does, to the letter", () => {
    const upload = {
      uploadUrl: `https://b.example/uploads/x?a=1&b='"\\漢`,
      method: "PUT",
      headers: { "content-type": "a/b" },
    };
    expect(render(mappingTemplate("post-upload.answer"), JSON.stringify(upload))).toEqual({
      json: upload,
      status: undefined,
    });
  });

  it("answers 503 without internals when the function fails", () => {
    const failure = render(mappingTemplate("post-upload.failure"), '{"errorMessage":"PAYLOAD_BUCKET is not set"}');
    expect(failure.json).toEqual({
      error: "TRY_AGAIN",
      message: "The upload could not be prepared just now. Ask again.",
    });
  });
});
