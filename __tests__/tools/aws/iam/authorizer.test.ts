import type { AwsCall, Principal } from "../../../../tools/aws/aws";
import { localPerson } from "../../../../tools/aws/credentials";
import type { JsonObject } from "../../../../tools/support/json";
import {
  ACCOUNT,
  type Account,
  allow,
  authorizerOf,
  KEY,
  leftToTheAccount,
  QUEUE,
  QUEUE_URL,
  ROLE,
  TABLE,
} from "./account";

const worker: Principal = { arn: ROLE, actor: "machine/State" };
const events: Principal = {
  arn: "events.amazonaws.com",
  service: { name: "events.amazonaws.com", sourceArn: `arn:aws:events:eu-central-1:${ACCOUNT}:rule/r` },
};
const send: Omit<AwsCall, "principal"> = {
  service: "sqs",
  action: "SendMessage",
  input: { QueueUrl: QUEUE_URL, MessageBody: "" },
};

/** "allowed", or the message of the refusal. */
function answer(account: Account, call: Partial<AwsCall> = {}): string {
  try {
    authorizerOf(account).check({ ...send, principal: worker, ...call });
    return "allowed";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const isAllowed = (account: Account, call: Partial<AwsCall> = {}) => answer(account, call) === "allowed";
const deny = (more: JsonObject = {}) => ({ Effect: "Deny", Action: "sqs:*", Resource: "*", ...more });
const onQueue = (Principal: JsonObject | string, more: JsonObject = {}) =>
  allow("sqs:SendMessage", QUEUE, { Principal, ...more });

describe("a role of the account", () => {
  test.each<[string, Account, boolean]>([
    ["without any right", {}, false],
    ["by its own policy", { role: [allow("sqs:SendMessage", QUEUE)] }, true],
    ["by the queue's policy, which names it", { queue: [onQueue({ AWS: ROLE })] }, true],
    ["by the queue's policy, which names everybody", { queue: [onQueue("*")] }, true],
    [
      "not by a queue's policy that names the account: that leaves it to the role",
      { queue: [onQueue({ AWS: `arn:aws:iam::${ACCOUNT}:root` })] },
      false,
    ],
    ["not with a right to another action", { role: [allow("sqs:ReceiveMessage", QUEUE)] }, false],
    ["not with a right on another queue", { role: [allow("sqs:SendMessage", `${QUEUE}-2`)] }, false],
    ["by a pattern of the action, whatever its case", { role: [allow("SQS:send*", QUEUE)] }, true],
    ["by a pattern of the resource", { role: [allow("sqs:SendMessage", "arn:aws:sqs:*:*:w?rk")] }, true],
    ["not where its own policy denies it", { role: [allow("sqs:*"), deny()], queue: [onQueue("*")] }, false],
    ["not where the queue's policy denies it", { role: [allow("sqs:*")], queue: [deny({ Principal: "*" })] }, false],
    [
      "not where the queue's policy denies the account",
      { role: [allow("sqs:*")], queue: [deny({ Principal: { AWS: ACCOUNT } })] },
      false,
    ],
    [
      "by a Deny for plain HTTP alone",
      {
        role: [allow("sqs:*")],
        queue: [deny({ Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } })],
      },
      true,
    ],
  ])("sends %s", (_name, account, expected) => {
    expect(isAllowed(account)).toBe(expected);
  });
});

describe("a service in its own name", () => {
  const fromEvents = (Condition: JsonObject) => [onQueue({ Service: "events.amazonaws.com" }, { Condition })];
  const bySource = (sourceArn: string) => fromEvents({ ArnEquals: { "aws:SourceArn": sourceArn } });
  test.each<[string, Account, boolean]>([
    [
      "as the queue lets it, for its source",
      { queue: bySource(`arn:aws:events:eu-central-1:${ACCOUNT}:rule/r`) },
      true,
    ],
    ["not for another source", { queue: bySource(`arn:aws:events:eu-central-1:${ACCOUNT}:rule/s`) }, false],
    [
      "not by its account, which EventBridge does not tell",
      { queue: fromEvents({ StringEquals: { "aws:SourceAccount": ACCOUNT } }) },
      false,
    ],
    ["not where the queue lets another service", { queue: [onQueue({ Service: "sns.amazonaws.com" })] }, false],
    ["not because the account is let in", { queue: [onQueue({ AWS: ACCOUNT })] }, false],
  ])("sends %s", (_name, account, expected) => {
    expect(isAllowed(account, { principal: events })).toBe(expected);
  });
});

describe("the key of a queue to which EventBridge sends", () => {
  const opens = (Condition: JsonObject) =>
    isAllowed(
      {
        queue: [onQueue({ Service: "events.amazonaws.com" })],
        key: [
          allow(["kms:GenerateDataKey", "kms:Decrypt"], "*", {
            Principal: { Service: "events.amazonaws.com" },
            Condition,
          }),
        ],
      },
      { principal: events },
    );

  test.each<[string, JsonObject, boolean]>([
    ["opens for the queue that it encrypts for", { ArnEquals: { "kms:EncryptionContext:aws:sqs:arn": QUEUE } }, true],
    ["stays shut for another", { ArnEquals: { "kms:EncryptionContext:aws:sqs:arn": `${QUEUE}-2` } }, false],
    ["stays shut for a source that it does not receive", { ArnLike: { "aws:SourceArn": "*" } }, false],
    ["stays shut for an account that it does not receive", { StringEquals: { "aws:SourceAccount": ACCOUNT } }, false],
  ])("%s", (_name, condition, expected) => {
    expect(opens(condition)).toBe(expected);
  });
});

describe("a service in a role", () => {
  const machine = "arn:aws:states:eu-central-1:123456789012:stateMachine:m";
  const inRole = (name: string, sourceArn: string | undefined): Principal => ({
    arn: ROLE,
    service: { name, sourceArn },
  });
  const trust = [
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "states.amazonaws.com" },
      Condition: {
        ArnLike: { "aws:SourceArn": [machine, `${machine}/*`] },
        StringEquals: { "aws:SourceAccount": ACCOUNT },
      },
    },
  ];
  const account: Account = { role: [allow("sqs:SendMessage", QUEUE)], trust };

  test.each<[string, Principal, boolean]>([
    ["trusted for this machine", inRole("states.amazonaws.com", machine), true],
    ["trusted for a map of this machine", inRole("states.amazonaws.com", `${machine}/Map`), true],
    ["not trusted for another machine", inRole("states.amazonaws.com", `${machine}2`), false],
    ["not trusted where it does not tell for what", inRole("states.amazonaws.com", undefined), false],
    ["not trusted as another service", inRole("lambda.amazonaws.com", machine), false],
  ])("is %s", (_name, principal, expected) => {
    expect(isAllowed(account, { principal })).toBe(expected);
  });

  test("is refused with the reason that it may not assume the role", () => {
    expect(answer(account, { principal: inRole("lambda.amazonaws.com", machine) })).toBe(
      `User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${ROLE} because no role trust policy allows the sts:AssumeRole action`,
    );
  });
});

describe("a key", () => {
  const via = (...services: string[]) => ({
    Condition: { StringEquals: { "kms:ViaService": services.map((it) => `${it}.eu-central-1.amazonaws.com`) } },
  });
  const useKey = (more: JsonObject = {}) => allow(["kms:GenerateDataKey", "kms:Decrypt"], KEY, more);
  const role = (...more: JsonObject[]) => [allow("sqs:SendMessage", QUEUE), ...more];

  test.each<[string, Account, boolean]>([
    ["that is left to the account, by the role's right", { key: [leftToTheAccount], role: role(useKey()) }, true],
    ["not without the role's right", { key: [leftToTheAccount], role: role() }, false],
    [
      "not with half of the role's right",
      { key: [leftToTheAccount], role: role(allow("kms:GenerateDataKey", KEY)) },
      false,
    ],
    ["not where the key leaves nothing to the account", { key: [], role: role(useKey()) }, false],
    ["that names the role itself", { key: [useKey({ Principal: { AWS: ROLE } })], role: role() }, true],
    ["by way of SQS", { key: [leftToTheAccount], role: role(useKey(via("s3", "sqs"))) }, true],
    ["not by way of another service", { key: [leftToTheAccount], role: role(useKey(via("s3", "sns"))) }, false],
  ])("is used %s", (_name, account, expected) => {
    expect(isAllowed(account)).toBe(expected);
  });

  test("is needed to decrypt an object that is read, and one that is only looked at for its checksum alone", () => {
    const others = {
      aws_s3_bucket_server_side_encryption_configuration: [
        { bucket: "b", rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: KEY }] }] },
      ],
    };
    const reads = (action: string, more: JsonObject = {}) =>
      answer(
        { role: [allow("s3:GetObject")], key: [leftToTheAccount], others },
        { service: "s3", action, input: { Bucket: "b", Key: "k", ...more } },
      );
    expect(reads("GetObject")).toContain("kms:Decrypt");
    expect(reads("HeadObject")).toBe("allowed");
    expect(reads("HeadObject", { ChecksumMode: "ENABLED" })).toContain("kms:Decrypt");
  });

  test("is needed to decrypt by readers and writers of an encrypted table, and for nothing else", () => {
    const put = { service: "dynamodb", action: "PutItem", input: { TableName: "orders" } };
    const right = [allow("dynamodb:PutItem", TABLE)];
    expect(isAllowed({ role: right, key: [leftToTheAccount] }, put)).toBe(false);
    expect(
      isAllowed({ role: [...right, allow("kms:Decrypt", KEY, via("dynamodb"))], key: [leftToTheAccount] }, put),
    ).toBe(true);
  });
});

describe("a call", () => {
  const needs = (action: string, input: JsonObject, service = "dynamodb") => {
    const authorizer = authorizerOf({
      role: [allow(["dynamodb:*", "s3:*", "states:*", "lambda:*", "sqs:*", "iam:PassRole"])],
    });
    authorizer.check({ service, action, input, principal: worker });
    return authorizer.record.requests.map(({ request }) => `${request.action} ${request.resource.split(":").at(-1)}`);
  };

  test("that writes several items needs what each would need by itself", () => {
    const items = [
      { Put: { TableName: "a" } },
      { Put: { TableName: "a" } },
      { Update: { TableName: "b" } },
      { Delete: { TableName: "b" } },
      { ConditionCheck: { TableName: "b" } },
    ];
    expect(needs("TransactWriteItems", { TransactItems: items })).toEqual([
      "dynamodb:PutItem table/a",
      "dynamodb:UpdateItem table/b",
      "dynamodb:DeleteItem table/b",
      "dynamodb:ConditionCheckItem table/b",
    ]);
  });

  test.each<[string, string, JsonObject, string[]]>([
    ["dynamodb", "Query", { TableName: "a", IndexName: "i" }, ["dynamodb:Query table/a/index/i"]],
    ["s3", "GetObject", { Bucket: "b", Key: "k" }, ["s3:GetObject b/k"]],
    ["s3", "GetObject", { Bucket: "b", Key: "k", VersionId: "v" }, ["s3:GetObjectVersion b/k"]],
    ["s3", "HeadObject", { Bucket: "b", Key: "k" }, ["s3:GetObject b/k"]],
    ["s3", "ListObjectsV2", { Bucket: "b" }, ["s3:ListBucket b"]],
    ["sqs", "DeleteMessageBatch", { QueueUrl: QUEUE_URL }, ["sqs:DeleteMessage work"]],
    ["states", "SendTaskSuccess", { taskToken: "known" }, ["states:SendTaskSuccess waits"]],
    ["states", "SendTaskSuccess", { taskToken: "spent" }, []],
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
    ["states", "RedriveExecution", { executionArn: "arn:e" }, ["states:RedriveExecution e"]],
    ["states", "UpdateMapRun", { mapRunArn: "arn:r" }, ["states:UpdateMapRun r"]],
    // https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#test-state-permissions
    ["states", "TestState", {}, ["states:TestState *"]],
    ["states", "TestState", { roleArn: "arn:p" }, ["states:TestState *", "iam:PassRole p"]],
    ["lambda", "Invoke", { FunctionName: "f", Qualifier: "live" }, ["lambda:InvokeFunction live"]],
  ])("%s:%s %j needs %j", (service, action, input, expected) => {
    expect(needs(action, input, service)).toEqual(expected);
  });

  test("that was allowed says nothing of one that differs in what it needs", () => {
    const call = { service: "dynamodb", principal: worker };
    const authorizer = authorizerOf({ role: [allow(["dynamodb:Query", "dynamodb:PutItem"], TABLE)] });
    const put = { action: "TransactWriteItems", input: { TransactItems: [{ Put: { TableName: "orders" } }] } };
    const remove = { action: "TransactWriteItems", input: { TransactItems: [{ Delete: { TableName: "orders" } }] } };
    const query = { action: "Query", input: { TableName: "orders" } };
    for (const allowed of [put, query, put, query]) authorizer.check({ ...call, ...allowed });
    expect(() => authorizer.check({ ...call, ...remove })).toThrow("dynamodb:DeleteItem");
    const byIndex = { action: "Query", input: { TableName: "orders", IndexName: "i" } };
    expect(() => authorizer.check({ ...call, ...byIndex })).toThrow("/index/i");
    const other = { ...worker, arn: `${ROLE}-2` };
    expect(() => authorizer.check({ ...call, ...put, principal: other })).toThrow("worker-2");
    const inRole = { ...worker, service: { name: "lambda.amazonaws.com", sourceArn: undefined } };
    expect(() => authorizer.check({ ...call, ...put, principal: inRole })).toThrow("sts:AssumeRole");
  });

  test("whose needs are unknown is served only to the user of this machine", () => {
    const call = { service: "s3", action: "GET ?policy", input: { Bucket: "b" } };
    expect(answer({ role: [allow("*")] }, call)).toBe("The local run does not serve s3:GET ?policy.");
    expect(isAllowed({}, { ...call, principal: localPerson })).toBe(true);
  });
});

describe("a refusal", () => {
  test.each<[Partial<AwsCall>, object]>([
    [
      {},
      {
        code: "AccessDeniedException",
        statusCode: 403,
        queryError: "AccessDenied;Sender",
        message: expect.stringContaining("sqs:sendmessage"),
      },
    ],
    [
      { service: "dynamodb", action: "GetItem", input: { TableName: "orders" } },
      { code: "AccessDeniedException", statusCode: 400 },
    ],
    [
      { service: "lambda", action: "Invoke", input: { FunctionName: "f" } },
      { code: "AccessDeniedException", statusCode: 403 },
    ],
    [
      { service: "s3", action: "GetObject", input: { Bucket: "b", Key: "k" } },
      { code: "AccessDenied", statusCode: 403, message: expect.stringContaining('"arn:aws:s3:::b/k"') },
    ],
    [
      { service: "sns", action: "Publish", input: { TopicArn: "arn:t" } },
      { code: "AuthorizationError", statusCode: 403, message: expect.stringContaining("SNS:Publish") },
    ],
  ])("of %j is as that service gives it", (call, expected) => {
    const check = () => authorizerOf({}).check({ ...send, principal: worker, ...call });
    expect(check).toThrow(expect.objectContaining(expected));
  });

  test("names caller, action and resource, and says why", () => {
    const call = { service: "dynamodb", action: "PutItem", input: { TableName: "orders" } };
    const start = `User: arn:aws:sts::${ACCOUNT}:assumed-role/worker/local is not authorized to perform: dynamodb:PutItem on resource: ${TABLE}`;
    expect(answer({}, call)).toBe(`${start} because no identity-based policy allows the dynamodb:PutItem action`);
    const denied = { role: [allow("*"), { Effect: "Deny", Action: "*", Resource: TABLE }] };
    expect(answer(denied, call)).toBe(`${start} with an explicit deny in an identity-based policy`);
  });

  test.each<[string, Account, string]>([
    ["the role's, which has no right to the key", { key: [leftToTheAccount] }, "identity-based"],
    ["the role's, where neither lets it", { key: [] }, "identity-based"],
    ["the key's, which leaves nothing to the account", { key: [], role: [allow("kms:*", KEY)] }, "resource-based"],
  ])("names the policy that does not allow to use a key: %s", (_name, account, kind) => {
    const role = [allow("sqs:SendMessage", QUEUE), ...(account.role ?? [])];
    expect(answer({ ...account, role })).toContain(`because no ${kind} policy allows the kms:GenerateDataKey action`);
  });

  test("names the policy that does not let a service in", () => {
    expect(answer({}, { principal: events })).toContain("because no resource-based policy allows the sqs:sendmessage");
  });

  test("is recorded once, with its callers and their number", () => {
    const authorizer = authorizerOf({});
    for (const actor of ["m/A", "m/B", "m/B"]) {
      expect(() => authorizer.check({ ...send, principal: { arn: ROLE, actor } })).toThrow();
    }
    const [denial, ...others] = authorizer.record.denials;
    expect(others).toEqual([]);
    expect([denial?.times, [...(denial?.actors ?? [])]]).toEqual([3, ["m/A", "m/B"]]);
  });
});

describe("a right that is taken away", () => {
  test("is missed at once, and there again when it is given back", () => {
    const authorizer = authorizerOf({ role: [allow(["sqs:SendMessage", "sqs:ReceiveMessage"], QUEUE)] });
    const sends = () => authorizer.check({ ...send, principal: worker });
    const receives = () => authorizer.check({ ...send, action: "ReceiveMessage", principal: worker });
    sends();
    const giveBack = authorizer.take(authorizer.rights.filter(({ action }) => action === "sqs:SendMessage"));
    expect(sends).toThrow("is not authorized");
    expect(receives).not.toThrow();
    giveBack();
    expect(sends).not.toThrow();
  });

  test("is one action on one resource by one service, not the statement that contains it", () => {
    const Condition = {
      StringEquals: { "kms:ViaService": ["s3.eu-central-1.amazonaws.com", "sqs.eu-central-1.amazonaws.com"] },
    };
    const { rights } = authorizerOf({
      role: [allow(["kms:Decrypt", "kms:GenerateDataKey"], [KEY, `${KEY}2`], { Condition })],
    });
    const ofRole = rights
      .filter(({ policyOf }) => policyOf === ROLE && true)
      .filter(({ action }) => action.startsWith("kms:"));
    expect(ofRole).toHaveLength(8);
    expect(new Set(ofRole.map(({ id }) => id)).size).toBe(8);
  });
});
