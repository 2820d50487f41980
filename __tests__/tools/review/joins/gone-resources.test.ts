import { change, machine } from "../plan-json";
import { allow, arn, call, findings, flow, found, lineOf, role } from "./world";

const MACHINE = "aws_sfn_state_machine.flow";
const FUNCTION = "aws_lambda_function.charge";
const attributes = { function_name: "charge", arn: arn("lambda", "function:charge") };
const rights = role([allow("*")]);
const charging = flow({ Charge: call("charge") });
const kept = machine(MACHINE, { before: charging, after: charging });

describe("resources that definitions use", () => {
  it("reports a function that is destroyed and still called, however it is named", async () => {
    for (const task of [
      call("charge"),
      call("charge:live"),
      call("charge", { FunctionName: "charge", Qualifier: "live" }),
      { Resource: attributes.arn },
      {
        Resource: "arn:aws:states:::aws-sdk:lambda:invoke",
        Arguments: { FunctionName: "111122223333:function:charge" },
      },
    ]) {
      const definition = flow({ Charge: task });
      const changed = machine(MACHINE, { before: definition, after: definition });
      expect(await found(...rights, change(FUNCTION, { before: attributes }), changed)).toEqual([
        `dangerous used-resource-gone Charge: The function ${FUNCTION} is destroyed, but ${MACHINE} still uses it in Charge: these calls fail.`,
      ]);
    }
  });

  it("leaves functions of other names, accounts and Regions alone", async () => {
    for (const other of [
      { function_name: "charger", arn: arn("lambda", "function:charger") },
      { function_name: "charge", arn: "arn:aws:lambda:us-east-1:111122223333:function:charge" },
    ]) {
      const definition = flow({ Charge: { Resource: attributes.arn } });
      const changed = machine(MACHINE, { before: definition, after: definition });
      const before = { arn: other.arn };
      expect(await found(...rights, change("aws_lambda_function.other", { before }), changed)).toEqual([]);
    }
  });

  it("knows every kind of resource by the name that calls use", async () => {
    const cases: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>])[] = [
      ["aws_sqs_queue.it", { name: "it" }, { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/it" }],
      ["aws_sns_topic.it", { name: "it", arn: arn("sns", "it") }, { TopicArn: arn("sns", "it") }],
      ["aws_dynamodb_table.it", { name: "it", arn: arn("dynamodb", "table/it") }, { TableName: "it" }],
      ["aws_dynamodb_table.it", { name: "it" }, { TransactItems: [{ Put: { TableName: "it" } }] }],
      ["aws_dynamodb_table.it", { name: "it" }, { RequestItems: { it: [] } }],
      ["aws_s3_bucket.it", { bucket: "it", arn: "arn:aws:s3:::it" }, { Bucket: "it", Key: "a/b" }],
      ["aws_cloudwatch_event_bus.it", { name: "it" }, { Entries: [{ EventBusName: "it" }] }],
      ["aws_sfn_state_machine.it", { name: "it" }, { StateMachineArn: arn("states", "stateMachine:it:live") }],
      [
        "aws_sfn_alias.it",
        { arn: arn("states", "stateMachine:it:live") },
        { StateMachineArn: arn("states", "stateMachine:it:live") },
      ],
      [
        "aws_secretsmanager_secret.it",
        { name: "it", arn: arn("secretsmanager", "secret:it-AbCdEf") },
        { SecretId: "it" },
      ],
      [
        "aws_secretsmanager_secret.it",
        { arn: arn("secretsmanager", "secret:it-AbCdEf") },
        { SecretId: arn("secretsmanager", "secret:it-AbCdEf") },
      ],
      [
        "aws_cloudwatch_event_connection.it",
        { arn: arn("events", "connection/it/1-2") },
        { Authentication: { ConnectionArn: arn("events", "connection/it/1-2") } },
      ],
      [
        "aws_kinesis_stream.it",
        { arn: arn("kinesis", "stream/it") },
        { "StreamARN.$": `States.Format('${arn("kinesis", "stream/it")}')` },
      ],
    ];
    for (const [address, before, Parameters] of cases) {
      const definition = flow({ Use: { Resource: "arn:aws:states:::aws-sdk:any:call", Parameters } });
      const lines = await found(
        ...rights,
        change(address, { before }),
        machine(MACHINE, { before: definition, after: definition }),
      );
      expect(lines).toMatchObject([expect.stringMatching(/^dangerous used-resource-gone Use: /)]);
    }
  });

  it("distinguishes a replacement under another name from one under the same name", async () => {
    const replaced = (after: Record<string, unknown>, afterUnknown: Record<string, unknown>) =>
      change(FUNCTION, { before: attributes, after, afterUnknown, replacePaths: [["function_name"]] });
    const renamed = await found(...rights, replaced({ function_name: "bill" }, { arn: true }), kept);
    expect(renamed).toMatchObject([expect.stringMatching(/^dangerous used-resource-gone .*gets another ARN/)]);
    const generated = await found(...rights, replaced({}, { arn: true, function_name: true }), kept);
    expect(generated).toMatchObject([expect.stringMatching(/^dangerous used-resource-gone /)]);
    const same = await found(...rights, replaced({ function_name: "charge" }, { arn: true }), kept);
    expect(same).toMatchObject([expect.stringMatching(/^attention used-resource-recreated Charge: .*created again/)]);
  });

  it("expects the former ARN for an alias of the same name, but not for a connection", async () => {
    const review = async (address: string, resource: string) => {
      const definition = flow({ Use: { Resource: "arn:aws:states:::any:call", Parameters: { Arn: resource } } });
      const before = { name: "live", arn: resource };
      const replaced = change(address, {
        before,
        after: { name: "live" },
        afterUnknown: { arn: true },
        replacePaths: [["x"]],
      });
      return await found(...rights, replaced, machine(MACHINE, { before: definition, after: definition }));
    };
    expect(await review("aws_sfn_alias.live", arn("states", "stateMachine:it:live"))).toMatchObject([
      expect.stringMatching(/^attention used-resource-recreated /),
    ]);
    expect(await review("aws_cloudwatch_event_connection.live", arn("events", "connection/live/1-2"))).toMatchObject([
      expect.stringMatching(/^dangerous used-resource-gone /),
    ]);
  });

  it("takes a function of the same name in another Region for another one", async () => {
    const elsewhere = { function_name: "charge", arn: "arn:aws:lambda:us-east-1:111122223333:function:charge" };
    const both = [
      change(FUNCTION, { before: attributes }),
      change("aws_lambda_function.elsewhere", { before: elsewhere, after: elsewhere }),
    ];
    expect(await found(...rights, ...both, kept)).toMatchObject([
      expect.stringMatching(/^dangerous used-resource-gone /),
    ]);
  });

  it("finds it dangerous if a table is recreated, because what it held is lost", async () => {
    const table = { name: "orders", arn: arn("dynamodb", "table/orders") };
    const saving = flow({
      Save: { Resource: "arn:aws:states:::dynamodb:putItem", Parameters: { TableName: "orders" } },
    });
    expect(
      await found(
        ...rights,
        change("aws_dynamodb_table.orders", { before: table, after: { name: "orders" }, replacePaths: [["hash_key"]] }),
        machine(MACHINE, { before: saving, after: saving }),
      ),
    ).toMatchObject([expect.stringMatching(/^dangerous used-resource-recreated Save: .*what it held is lost/)]);
  });

  it("reports an index that is removed and still queried", async () => {
    const table = (...names: readonly string[]) => ({
      name: "orders",
      global_secondary_index: names.map((name) => ({ name })),
    });
    const reading = (IndexName: string) =>
      flow({
        Find: { Resource: "arn:aws:states:::aws-sdk:dynamodb:query", Parameters: { TableName: "orders", IndexName } },
      });
    const changed = change("aws_dynamodb_table.orders", { before: table("by-day", "by-sku"), after: table("by-sku") });
    const review = async (index: string) =>
      await found(...rights, changed, machine(MACHINE, { before: reading(index), after: reading(index) }));
    expect(await review("by-day")).toMatchObject([
      expect.stringMatching(/^dangerous used-resource-gone Find: The index by-day/),
    ]);
    expect(await review("by-sku")).toEqual([]);
  });

  it("reports what only running executions still use, by how long they may run", async () => {
    const after = flow({ Done: { Type: "Succeed" } });
    const destroyed = change(FUNCTION, { before: attributes });
    expect(await found(...rights, destroyed, machine(MACHINE, { before: charging, after }))).toEqual([
      `dangerous running-executions-use-gone-resource Charge: The function ${FUNCTION} is destroyed, and executions of ${MACHINE} that are already running keep the former definition and still use it in Charge: these calls fail.`,
    ]);
    const express = machine(MACHINE, { before: charging, after, attributes: { type: "EXPRESS" } });
    expect(await found(...rights, destroyed, express)).toMatchObject([expect.stringMatching(/^attention running-/)]);
  });

  it("says nothing of running executions that the plan ends, or of what is only forgotten", async () => {
    const destroyed = change(FUNCTION, { before: attributes });
    expect(await found(...rights, destroyed, machine(MACHINE, { before: charging }))).toEqual([]);
    const forgotten = change(FUNCTION, { before: attributes, actions: ["forget"] });
    expect(await found(...rights, forgotten, kept)).toEqual([]);
  });

  it("sees what one plan deletes and the definition of another uses", async () => {
    const all = await findings([change(FUNCTION, { before: attributes })], [...rights, kept]);
    expect(all.map(({ plan, address }) => [plan, address])).toEqual([["plan-1", MACHINE]]);
    expect(all.map(lineOf)).toMatchObject([expect.stringMatching(/^dangerous used-resource-gone Charge:/)]);
  });

  it("names the state within its Maps", async () => {
    const definition = {
      StartAt: "Items",
      States: { Items: { Type: "Map", End: true, ItemProcessor: charging } },
    };
    const changed = machine(MACHINE, { before: definition, after: definition });
    expect(await found(...rights, change(FUNCTION, { before: attributes }), changed)).toMatchObject([
      expect.stringMatching(/ Items > Charge: /),
    ]);
  });
});

describe("callers of machines", () => {
  const before = { name: "flow", arn: arn("states", "stateMachine:flow"), definition: "{}" };
  const callers: readonly (readonly [string, Record<string, unknown>])[] = [
    ["aws_cloudwatch_event_target.it", { arn: before.arn }],
    ["aws_pipes_pipe.it", { target: `${before.arn}:live` }],
    ["aws_scheduler_schedule.it", { target: [{ arn: before.arn }] }],
    [
      "aws_api_gateway_integration.it",
      { request_templates: { "application/json": `{"stateMachineArn": "${before.arn}"}` } },
    ],
    ["aws_apigatewayv2_integration.it", { request_parameters: { StateMachineArn: before.arn } }],
    ["aws_lambda_function.it", { environment: [{ variables: { STATE_MACHINE_ARN: before.arn } }] }],
  ];

  it("are reported while they name a machine that is deleted or gets another name", async () => {
    for (const [address, caller] of callers) {
      const calls = change(address, { before: caller, after: caller });
      const [line = ""] = await found(calls, change(MACHINE, { before }));
      expect(line).toMatch(
        new RegExp(`^dangerous called-resource-gone : .*${MACHINE} is destroyed.* ${address} still names it`),
      );
      const renamed = change(MACHINE, {
        before,
        after: { ...before, name: "new", arn: arn("states", "stateMachine:new") },
        replacePaths: [["name"]],
      });
      expect(await found(calls, renamed)).toMatchObject([expect.stringMatching(/^dangerous called-resource-gone /)]);
      expect(await found(calls, change(MACHINE, { before, after: before }))).toEqual([]);
    }
  });

  it("are no concern if they change with it", async () => {
    const target = change("aws_cloudwatch_event_target.it", {
      before: { arn: before.arn },
      after: {},
      afterUnknown: { arn: true },
    });
    expect(
      await found(
        target,
        change(MACHINE, { before, after: { name: "new" }, afterUnknown: { arn: true }, replacePaths: [["name"]] }),
      ),
    ).toEqual([]);
  });

  it("are not shown with what is sensitive", async () => {
    const caller = { environment: [{ variables: { STATE_MACHINE_ARN: before.arn } }] };
    const secret = change("aws_lambda_function.it", {
      before: caller,
      after: caller,
      afterSensitive: { environment: true },
    });
    const [line = ""] = await found(secret, change(MACHINE, { before }));
    expect(line).toMatch(/^dangerous called-resource-gone/);
    expect(line).not.toContain(before.arn);
  });
});

describe("running executions", () => {
  it("lose their task tokens with their machine", async () => {
    const waiting = flow({ Approve: { Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" } });
    expect(await found(machine(MACHINE, { before: waiting }))).toMatchObject([
      expect.stringMatching(/^dangerous task-tokens-lost Approve: .*waitForTaskToken/),
    ]);
    expect(await found(machine(MACHINE, { before: charging }))).toEqual([]);
  });

  it("send their former input to code that changes with the state's parameters", async () => {
    const code = (source_code_hash: string) => ({ ...attributes, source_code_hash });
    const changed = change(FUNCTION, { before: code("a"), after: code("b") });
    const more = flow({ Charge: call("charge", { Payload: { currency: "EUR" } }) });
    expect(await found(...rights, changed, machine(MACHINE, { before: charging, after: more }))).toMatchObject([
      expect.stringMatching(/^attention running-executions-call-new-code Charge: .*former input to the new code/),
    ]);
    expect(await found(...rights, changed, kept)).toEqual([]);
    const same = change(FUNCTION, { before: code("a"), after: code("a") });
    expect(await found(...rights, same, machine(MACHINE, { before: charging, after: more }))).toEqual([]);
  });

  it("need the key that encrypts what they use", async () => {
    const key = { arn: arn("kms", "key/1"), key_id: "1" };
    const queue = { name: "dead", arn: arn("sqs", "dead"), kms_master_key_id: key.arn };
    const burying = flow({
      Bury: {
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead" },
      },
    });
    const review = async (after: Record<string, unknown>) =>
      await found(
        ...rights,
        change("aws_kms_key.it", { before: key }),
        change("aws_sqs_queue.dead", { before: queue, after }),
        machine(MACHINE, { before: burying, after: burying }),
      );
    expect(await review(queue)).toMatchObject([
      expect.stringMatching(
        /^dangerous used-key-gone Bury: The KMS key aws_kms_key\.it is deleted, but aws_sqs_queue\.dead/,
      ),
    ]);
    expect(await review({ ...queue, kms_master_key_id: "other" })).toEqual([]);
  });
});
