import { charging, findings, perItem, said, saidOfCharge } from "./finding";

const waiting = { Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" };
const lambda = (place: string) => `arn:aws:lambda:${place}:function:charge`;
const json = (value: object) => JSON.parse(JSON.stringify(value));

/** What the review says if the state Charge has the one or the other fields. */
const CASES: readonly (readonly [string, object, object, readonly string[]])[] = [
  [
    "a shorter timeout",
    { TimeoutSeconds: 30 },
    { TimeoutSeconds: 5 },
    [
      "attention timeout-changed: the timeout of Charge changes (TimeoutSeconds: 30 → 5): it is given up after 5 s instead of after 30 s, and a failure with States.Timeout ends the execution",
    ],
  ],
  [
    "a longer timeout",
    { TimeoutSeconds: 5 },
    { TimeoutSeconds: 30 },
    [
      "attention timeout-changed: the timeout of Charge changes (TimeoutSeconds: 5 → 30): a call that hangs is noticed after 30 s instead of 5 s",
    ],
  ],
  [
    "a removed timeout",
    { TimeoutSeconds: 30 },
    {},
    [
      "attention timeout-removed: Charge has no timeout any more (TimeoutSeconds: 30 → (none), removed): without an answer the execution waits for up to a year (5 minutes if it is Express), and nothing notices that it is stuck",
    ],
  ],
  [
    "a removed timeout of a wait for an answer",
    { ...waiting, TimeoutSeconds: 30 },
    waiting,
    [expect.stringMatching(/^dangerous timeout-removed: Charge has no timeout any more/)],
  ],
  [
    "a removed heartbeat beside a timeout",
    { ...waiting, TimeoutSeconds: 30, HeartbeatSeconds: 5 },
    { ...waiting, TimeoutSeconds: 30 },
    [
      "attention heartbeat-removed: Charge has no heartbeat any more (HeartbeatSeconds: 5 → (none), removed): a worker that died is noticed only after 30 s",
    ],
  ],
  [
    "a timeout that is read from the data",
    { TimeoutSeconds: 30 },
    { TimeoutSecondsPath: "$.limit" },
    [
      "attention timeout-changed: the timeout of Charge changes (TimeoutSeconds → TimeoutSecondsPath: 30 → $.limit): it is given up after the seconds in $.limit instead of after 30 s, and a failure with States.Timeout ends the execution",
    ],
  ],
  [
    "parameters, key by key",
    { Parameters: { item: { a: 1 }, "b.$": "$.b", same: true } },
    { Parameters: { item: { a: 2 }, b: 100, same: true } },
    [
      "attention parameters-changed: Charge changes Parameters.item.a 1 → 2; Parameters.b $.b → 100: the call is made with other input",
    ],
  ],
  [
    "a condition of a write that is dropped",
    { Parameters: { ConditionExpression: "attribute_not_exists(pk)" } },
    { Parameters: {} },
    [
      "dangerous guard-changed: Charge changes Parameters.ConditionExpression: attribute_not_exists(pk) → (none); the write happens whatever is there, so a repeat is no longer refused",
    ],
  ],
  [
    "an idempotency key that is dropped",
    { Parameters: { Payload: { "idempotencyKey.$": "$.id", a: 1 } } },
    { Parameters: { Payload: { a: 1 } } },
    [
      expect.stringMatching(
        /^dangerous guard-changed: .*Payload.idempotencyKey: \$\.id → \(none\); a repeated call is done twice$/,
      ),
    ],
  ],
  [
    "another function",
    { Parameters: { FunctionName: lambda("eu-west-1:111122223333") } },
    { Parameters: { FunctionName: `${lambda("eu-west-1:111122223333")}-v2` } },
    ["attention target-changed: Charge acts on another target (Parameters.FunctionName: charge → charge-v2)"],
  ],
  [
    "another Region",
    { Parameters: { FunctionName: lambda("eu-west-1:111122223333") } },
    { Parameters: { FunctionName: lambda("us-east-1:111122223333") } },
    [
      "attention target-changed: Charge acts on another target (Parameters.FunctionName: charge in another Region: eu-west-1 → us-east-1)",
    ],
  ],
  [
    "another account",
    { Resource: lambda("eu-west-1:111122223333") },
    { Resource: lambda("eu-west-1:444455556666") },
    [
      "dangerous resource-changed: Charge calls another charge (Resource: charge in another account: 111122223333 → 444455556666)",
    ],
  ],
  [
    "a queue of another account",
    { Parameters: { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/a" } },
    { Parameters: { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/444455556666/a" } },
    [
      "dangerous target-changed: Charge acts on another target (Parameters.QueueUrl: a in another account: 111122223333 → 444455556666)",
    ],
  ],
  [
    "another action",
    { Resource: "arn:aws:states:::aws-sdk:dynamodb:updateItem" },
    { Resource: "arn:aws:states:::aws-sdk:dynamodb:deleteItem" },
    [
      "attention resource-changed: Charge calls dynamodb:deleteItem instead of dynamodb:updateItem (Resource: aws-sdk:dynamodb:updateItem → aws-sdk:dynamodb:deleteItem)",
    ],
  ],
  [
    "a call that no longer waits for its work",
    { Resource: "arn:aws:states:::states:startExecution.sync:2" },
    { Resource: "arn:aws:states:::states:startExecution" },
    [
      "dangerous integration-pattern-changed: Charge no longer waits for the work that it starts (Resource: .sync:2 → request and response): the execution goes on before it is done, and its failure is not noticed",
    ],
  ],
  [
    "a call that no longer waits for an answer",
    waiting,
    { Resource: "arn:aws:states:::sqs:sendMessage" },
    [
      expect.stringMatching(
        /^dangerous integration-pattern-changed: Charge no longer waits for an answer with its task token/,
      ),
    ],
  ],
  [
    "a result that is dropped",
    { ResultPath: "$.charge" },
    { ResultPath: null },
    [
      "attention result-path-changed: Charge changes its ResultPath: $.charge → null; its result is dropped (discarded), and later states get its input unchanged",
    ],
  ],
  [
    "a result that overwrites the input",
    { ResultPath: "$.charge" },
    {},
    [
      "attention result-path-changed: Charge changes its ResultPath: $.charge → $; its result overwrites (replaces) the whole input, so later states lose what the input held",
    ],
  ],
  [
    "another input",
    { InputPath: "$.a" },
    { InputPath: "$.b" },
    ["attention input-path-changed: Charge changes its InputPath: $.a → $.b; it reads another part of its input"],
  ],
  [
    "an output that is dropped",
    { OutputPath: "$.a" },
    { OutputPath: null },
    [
      "attention output-path-changed: Charge changes its OutputPath: $.a → null; nothing of the data goes on, so later states get an empty object",
    ],
  ],
  [
    "an end instead of a next state",
    {},
    { Next: undefined, End: true },
    ["attention next-changed: Charge ends the execution instead of going to Ship (Next: Ship → End)"],
  ],
  [
    "a way around the compensation",
    { Next: "ReleaseStock" },
    { Next: "Failed" },
    [
      expect.stringMatching(
        /^dangerous next-changed: Charge goes to Failed instead of ReleaseStock \(Next: ReleaseStock → Failed\); on this way the compensation ReleaseStock is skipped/,
      ),
    ],
  ],
  [
    "a role of another account",
    { Credentials: { RoleArn: "arn:aws:iam::111122223333:role/a" } },
    { Credentials: { RoleArn: "arn:aws:iam::444455556666:role/a" } },
    [
      "dangerous credentials-changed: Charge assumes another role (Credentials: role/a in another account: 111122223333 → 444455556666): it acts with the rights of another account",
    ],
  ],
  [
    "JSONata",
    { QueryLanguage: "JSONata", Arguments: { a: "{% 1 %}" }, Output: "{% 1 %}", Assign: { x: 1 } },
    { QueryLanguage: "JSONata", Arguments: { a: "{% 2 %}" }, Output: "{% 2 %}", Assign: { x: 2 } },
    [
      "attention arguments-changed: Charge changes Arguments.a {% 1 %} → {% 2 %}: the call is made with other input",
      "attention output-changed: Charge changes Output {% 1 %} → {% 2 %}: later states see other data",
      "attention assign-changed: Charge changes Assign.x 1 → 2: later states see other variables",
    ],
  ],
  [
    "another language",
    {},
    { QueryLanguage: "JSONata" },
    [
      "attention query-language-changed: Charge changes its QueryLanguage: JSONPath → JSONata; its expressions are read in the other language",
    ],
  ],
  [
    "a field without words of its own",
    { Foo: 1 },
    { Foo: "1" },
    ['attention field-changed: Charge changes Foo 1 → "1"'],
  ],
  [
    "a text in place of a list",
    { Retry: "x" },
    { Retry: [1] },
    ["attention field-changed: Charge changes Retry x → [1]"],
  ],
];

describe("a change of a Task", () => {
  it.each(CASES)("says %s", (_, before, after, expected) => {
    expect(said(json(charging({ ...before })), json(charging({ ...after })))).toEqual(expected);
  });

  it("is dangerous if a later state still reads what is no longer there", () => {
    const reading = { Ship: { Type: "Pass", Parameters: { "id.$": "$.charge.id" }, Next: "Done" } };
    expect(said(charging({ ResultPath: "$.charge" }, reading), charging({ ResultPath: null }, reading))).toEqual([
      expect.stringMatching(
        /^dangerous result-path-changed: .* Ship still reads \$\.charge, which is no longer there, and fails$/,
      ),
    ]);
  });

  it("folds what one sentence cannot hold", () => {
    const keys = (value: number) => Object.fromEntries(["a", "b", "c", "d", "e"].map((key) => [key, value]));
    const [finding] = findings(charging({ Parameters: keys(1) }), charging({ Parameters: keys(2) }));
    expect(String(finding?.text)).toContain("Parameters.d 1 → 2 and 1 more: ");
    expect(finding?.details?.map(String)).toEqual(["Parameters.e 1 → 2"]);
  });

  it("shows where long texts differ", () => {
    const long = (end: string) => ({ Comment: `${"x".repeat(1000)}${end}` });
    expect(saidOfCharge(long("one"), long("other"))).toEqual([
      `safe comment: Charge has another Comment: …${"x".repeat(79)}one → …${"x".repeat(79)}other`,
    ]);
  });
});

describe("a change of a Choice", () => {
  const big = { Variable: "$.total", NumericGreaterThan: 100000, Next: "ReleaseStock" };
  const given = {
    And: [{ Variable: "$.a", IsPresent: true }, { Not: { Variable: "$.a", StringEquals: "x" } }],
    Next: "Done",
  };
  const route = (fields: object) =>
    charging({}, { Route: json({ Type: "Choice", Choices: [big, given], Default: "Done", ...fields }) });
  it.each([
    [
      { Choices: [given, big] },
      "attention choice-moved: Route has another order of Choices: the branch $.a IsPresent true and not ($.a StringEquals x) to Done moves from place 2 → 1; the first match wins, so what matches several branches may go elsewhere",
    ],
    [
      { Choices: [given] },
      "dangerous choice-removed: Route loses branch 1 of its Choices ($.total NumericGreaterThan 100000 → ReleaseStock is removed): what it took now goes by a later branch or to Done, the Default; on this way the compensation ReleaseStock is skipped, so earlier steps are not undone",
    ],
    [
      { Choices: [{ Variable: "$.z", BooleanEquals: true, Next: "Ship" }, big, given] },
      "attention choice-added: Route has a new branch 1 added to its Choices, before 2 others, and the first match wins: what matches $.z BooleanEquals true now goes to Ship",
    ],
    [
      { Choices: [{ ...big, NumericGreaterThan: 500 }, given] },
      "attention choice-condition: Route asks something else on the way to ReleaseStock (Choices: $.total NumericGreaterThan 100000 → $.total NumericGreaterThan 500): what matches only one of the two goes elsewhere than before",
    ],
    [
      { Choices: [{ ...big, NumericGreaterThan: "100000" }, given] },
      'attention choice-condition: Route asks something else on the way to ReleaseStock (Choices: {"Variable":"$.total","NumericGreaterThan":100000} → {"Variable":"$.total","NumericGreaterThan":"100000"}): what matches only one of the two goes elsewhere than before',
    ],
    [
      { Choices: [{ ...big, Next: "Ship" }, given] },
      "dangerous choice-next: Route sends what matches $.total NumericGreaterThan 100000 to Ship instead of ReleaseStock (Next: ReleaseStock → Ship); on this way the compensation ReleaseStock is skipped, so earlier steps are not undone",
    ],
    [
      { Default: "Failed" },
      "attention default-changed: Route sends what no branch matches to Failed instead of Done (Default: Done → Failed)",
    ],
    [
      { Default: undefined },
      "dangerous default-removed: Route has no Default any more (Default Done is removed): what no branch matches fails with States.NoChoiceMatched, which ends the execution instead of going to Done",
    ],
  ])("says %j", (after, expected) => {
    expect(said(route({}), route(after))).toEqual([expected]);
  });
});

describe("a change of a Map", () => {
  it.each([
    [
      { MaxConcurrency: 10 },
      {},
      "attention max-concurrency-changed: Items changes its MaxConcurrency: 10 → 0; 0 is no limit (unlimited), so up to 40 items run at once, and what they call must take that load",
    ],
    [
      {},
      { MaxConcurrency: 5 },
      "attention max-concurrency-changed: Items changes its MaxConcurrency: 0 → 5; at most 5 at once, so the Map takes longer",
    ],
    [
      { ToleratedFailurePercentage: 99 },
      { ToleratedFailurePercentage: 100 },
      "dangerous tolerated-failure-changed: Items changes its ToleratedFailurePercentage: 99 → 100; the Map succeeds even if every item fails",
    ],
    [
      { ToleratedFailurePercentage: 98 },
      { ToleratedFailurePercentage: 99 },
      "attention tolerated-failure-changed: Items changes its ToleratedFailurePercentage: 98 → 99; more items may fail without anything noticing, as the Map still succeeds",
    ],
    [
      { ToleratedFailureCount: 5 },
      {},
      "attention tolerated-failure-changed: Items changes its ToleratedFailureCount: 5 → 0; fewer failed items make the whole Map fail",
    ],
    [
      { ItemBatcher: { MaxItemsPerBatch: 5 } },
      { ItemBatcher: { MaxItemsPerBatch: 50 } },
      "attention item-batcher-changed: Items changes ItemBatcher.MaxItemsPerBatch 5 → 50: items come in other batches",
    ],
    [
      {},
      { ItemProcessor: { ...charging({}), ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } } },
      'attention processor-config-changed: The item of Items changes its ProcessorConfig: {"Mode":"INLINE"} → {"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"}; each item runs as an Express execution of its own, at least once, so an item may run twice, for at most 5 minutes',
    ],
  ])("says %j to %j", (before, after, expected) => {
    expect(said(perItem({}, before), perItem({}, after))).toEqual([expected]);
  });
});

describe("a change of another state", () => {
  it.each([
    [
      { Type: "Wait", Seconds: 5 },
      { Type: "Wait", Seconds: 86400 },
      "attention wait-changed: X changes its Seconds: 5 → 86400; each execution waits 86400 s instead of 5 s",
    ],
    [
      { Type: "Wait", Seconds: 5 },
      { Type: "Wait", TimestampPath: "$.at" },
      "attention wait-changed: X changes its Seconds → TimestampPath: 5 → $.at; each execution waits until another time",
    ],
    [
      { Type: "Fail", Error: "A" },
      { Type: "Fail", Error: "B" },
      "attention fail-error-changed: X changes its Error: A → B; callers, catchers and alarms that look for the former name miss it",
    ],
    [
      { Type: "Fail", Cause: "a" },
      { Type: "Fail", Cause: "b" },
      "safe fail-cause-changed: X changes its Cause: a → b; only the text of the failure differs",
    ],
    [
      { Type: "Pass", Result: { a: 1 } },
      { Type: "Pass", Result: { a: 2 } },
      "attention result-changed: X changes Result.a 1 → 2: later states see other data",
    ],
  ])("says %j to %j", (before, after, expected) => {
    expect(said(charging({}, { X: before }), charging({}, { X: after }))).toEqual([expected]);
  });

  it("is dangerous if the Catch of the Map around a Fail no longer takes its error", () => {
    const inner = (error: string) => charging({}, { X: { Type: "Fail", Error: error } });
    const map = (error: string) =>
      perItem({}, { ItemProcessor: inner(error), Catch: [{ ErrorEquals: ["A"], Next: "Undone" }] });
    expect(said(map("A"), map("B"))).toEqual([
      "dangerous fail-error-changed: Items > X changes its Error: A → B; the Catch of Items no longer takes it, so it ends the execution",
    ]);
  });

  it("says fields of the whole workflow", () => {
    const [before, after] = [
      { ...charging({}), TimeoutSeconds: 60 },
      { ...charging({}), QueryLanguage: "JSONata" },
    ];
    expect(said(before, after)).toEqual([
      "attention timeout-removed: The workflow changes its TimeoutSeconds, the timeout of a whole execution: 60 → (none) (removed); nothing ends an execution that hangs for up to a year (5 minutes if it is Express)",
      "attention query-language-changed: The workflow changes its QueryLanguage: JSONPath → JSONata; expressions of its states are read in the other language",
    ]);
  });
});
