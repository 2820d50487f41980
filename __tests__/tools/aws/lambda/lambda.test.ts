import { createServer } from "node:http";
import { credentialsOf } from "../../../../tools/aws/credentials";
import { closeAll, deploy, ROLE } from "./support";

afterEach(closeAll);

describe("an invocation", () => {
  test("gives the event to the handler and its result back, with AWS's fields", async () => {
    const { lambda } = await deploy("exports.handler = async (event) => ({ got: event.a + 1 });");
    expect(await lambda.call("Invoke", { FunctionName: "f", Payload: '{"a":1}' })).toEqual({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: '{"got":2}',
    });
  });

  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: the last 4 KB of the log, base64
  test("answers with the end of its log for LogType Tail, and only then", async () => {
    const { lambda } = await deploy('exports.handler = async (size) => console.log("é".repeat(size) + "!");');
    const tail = async (size: number) => {
      const input = { FunctionName: "f", Payload: String(size), LogType: "Tail" };
      return Buffer.from(String((await lambda.call("Invoke", input)).LogResult), "base64");
    };
    const short = (await tail(3)).toString();
    expect(short).toMatch(
      /^START RequestId: ([\w-]{36}) Version: \$LATEST\n(?:.*\t)?ééé!\nEND RequestId: \1\nREPORT RequestId: \1\t/,
    );
    expect(await tail(1_000)).not.toHaveLength(4_096);
    const long = await tail(4_000);
    expect(long).toHaveLength(4_096);
    expect(long.toString()).toMatch(/é!\nEND RequestId: /);
    expect(await lambda.call("Invoke", { FunctionName: "f", Payload: "1" })).not.toHaveProperty("LogResult");
  });

  test("answers null for a handler that gives nothing", async () => {
    const { invoke } = await deploy("exports.handler = async () => {};");
    expect(await invoke()).toEqual({ answer: null, failed: false });
  });

  test("hands over a context", async () => {
    const { invoke } = await deploy(
      `exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
    );
    const { answer } = await invoke();
    expect(answer).toMatchObject({
      awsRequestId: expect.stringMatching(/^[\w-]{36}$/),
      functionName: "f",
      invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:f",
      memoryLimitInMB: "128",
    });
    expect(Object(answer).left).toBeGreaterThan(4_000);
    expect(Object(answer).left).toBeLessThanOrEqual(5_000);
  });

  test.each(["f", "f:$LATEST", "arn:aws:lambda:eu-central-1:123456789012:function:f", "123456789012:function:f"])(
    "finds the function by %s",
    async (FunctionName) => {
      const { lambda } = await deploy("exports.handler = async () => 1;");
      expect(await lambda.call("Invoke", { FunctionName })).toMatchObject({ Payload: "1" });
    },
  );

  test.each([
    [{ FunctionName: "g" }, "ResourceNotFoundException"],
    [{ FunctionName: "f", Payload: "{not json" }, "InvalidRequestContentException"],
    [{ FunctionName: "f", InvocationType: "Event" }, "InvalidParameterValueException"],
  ])("%j: %s", async (input, code) => {
    const { lambda } = await deploy("exports.handler = async () => 1;");
    await expect(lambda.call("Invoke", input)).rejects.toMatchObject({ code });
  });

  test("an empty body is an empty event, as the HTTP API has it", async () => {
    const { lambda } = await deploy("exports.handler = async (event) => event;");
    expect(await lambda.call("Invoke", { FunctionName: "f", Payload: "" })).toMatchObject({ Payload: "{}" });
  });

  test("of another action is not served", async () => {
    const { lambda } = await deploy("exports.handler = async () => 1;");
    await expect(lambda.call("CreateFunction", {})).rejects.toMatchObject({ code: "NotImplemented", statusCode: 501 });
  });
});

test("the caller's clock stops while its invocation waits for a sandbox that this machine has no more of", async () => {
  const { lambda } = await deploy(`
    exports.handler = async (event) => {
      await fetch(event.url);
      return 1;
    };`);
  const answers: (() => void)[] = [];
  const server = createServer((_request, response) => void answers.push(() => response.end()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const clockOf = () => {
    const release = jest.fn();
    return { release, hold: jest.fn(() => release) };
  };
  const clocks = Array.from({ length: 5 }, clockOf);
  const invoked = clocks.map((clock) =>
    lambda.call("Invoke", { FunctionName: "f", Payload: JSON.stringify({ url }) }, undefined, clock),
  );
  while (answers.length < 4) await new Promise(setImmediate);
  expect(clocks.map(({ hold }) => hold.mock.calls.length)).toEqual([0, 0, 0, 0, 1]);
  expect(clocks[4]?.release).not.toHaveBeenCalled();
  answers[0]?.();
  while (answers.length < 5) await new Promise(setImmediate);
  expect(clocks[4]?.release).toHaveBeenCalledTimes(1);
  for (const answer of answers) answer();
  await Promise.all(invoked);
  await new Promise((resolve) => server.close(resolve));
});

describe("an error of the function", () => {
  test("has its name, its message and its trace", async () => {
    const { invoke } = await deploy(`
      class PaymentDeclined extends Error { name = "PaymentDeclined"; }
      exports.handler = async () => { throw new PaymentDeclined("no funds"); };`);
    const { answer, failed } = await invoke();
    expect(failed).toBe(true);
    expect(answer).toEqual({ errorType: "PaymentDeclined", errorMessage: "no funds", trace: expect.any(Array) });
  });

  test.each([
    ["a module that throws", 'throw new TypeError("at load");', "TypeError", "at load"],
    ["a handler that is not there", "exports.other = 1;", "Runtime.HandlerNotFound", "index.handler"],
  ])("%s answers every invocation with it", async (_what, source, errorType, message) => {
    const { lambda, invoke } = await deploy(source);
    await lambda.warm();
    expect((await invoke()).answer).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) });
    expect((await invoke()).failed).toBe(true);
  });

  test.each([
    ["process.exit", "process.exit(3);", "3"],
    ["an unhandled rejection", 'Promise.reject(new Error("nobody waits")); await new Promise(() => {});', "1"],
  ])("%s is Runtime.ExitError, and the next invocation gets a new sandbox", async (_what, crash, code) => {
    const { invoke } = await deploy(
      `exports.handler = async (event) => { if (event.crash) { ${crash} } return "alive"; };`,
    );
    expect(await invoke({ crash: true })).toEqual({
      failed: true,
      answer: {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(
          new RegExp(`^RequestId: [\\w-]{36} Error: Runtime exited with error: exit status ${code}$`),
        ),
      },
    });
    expect(await invoke()).toEqual({ answer: "alive", failed: false });
  });

  test("an exit while it is loaded is Runtime.ExitError", async () => {
    const { invoke } = await deploy("process.exit(1);");
    expect((await invoke()).answer).toMatchObject({ errorType: "Runtime.ExitError" });
  });

  test("a timeout is Sandbox.Timedout, also of a handler that never lets go, and the sandbox is replaced", async () => {
    const { invoke } = await deploy("exports.handler = async (event) => { while (event.hang); return 1; };", {
      timeout: 0.3,
    });
    expect(await invoke({ hang: true })).toEqual({
      failed: true,
      answer: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/^RequestId: [\w-]{36} Error: Task timed out after 0\.30 seconds$/),
      },
    });
    expect(await invoke()).toEqual({ answer: 1, failed: false });
  });
});

describe("a sandbox", () => {
  const whoAmI = `
    const { threadId } = require("node:worker_threads");
    let running = 0, invocations = 0;
    exports.handler = async () => {
      running += 1; invocations += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { threadId, invocations, together: running-- };
    };`;

  test("keeps what it has between invocations", async () => {
    const { invoke } = await deploy(whoAmI);
    await invoke();
    expect((await invoke()).answer).toMatchObject({ invocations: 2 });
  });

  test("serves one invocation at a time; up to four grow on demand, and more invocations wait", async () => {
    const { invoke } = await deploy(whoAmI);
    const answers = (await Promise.all(Array.from({ length: 9 }, () => invoke()))).map(({ answer }) => Object(answer));
    expect(answers.every(({ together }) => together === 1)).toBe(true);
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(4);
  });

  test("has the function's environment and AWS's, and nothing of this process", async () => {
    process.env.NOT_FOR_FUNCTIONS = "secret";
    const { invoke } = await deploy("exports.handler = async () => process.env;", {
      environment: { variables: { PAYMENT_API_URL: "https://pay.example.com", KEEP: "1" } },
    });
    const { accessKeyId, secretAccessKey } = credentialsOf(ROLE);
    expect((await invoke()).answer).toEqual({
      PAYMENT_API_URL: "https://pay.example.com",
      KEEP: "1",
      _HANDLER: "index.handler",
      LAMBDA_TASK_ROOT: expect.stringMatching(/unpacked\/f$/),
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_LAMBDA_FUNCTION_NAME: "f",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/f",
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    });
  });

  test("gets other variables where the caller says so", async () => {
    const { invoke } = await deploy(
      "exports.handler = async () => [process.env.PAYMENT_API_URL, process.env.KEEP];",
      { environment: [{ variables: { PAYMENT_API_URL: "https://pay.example.com", KEEP: "1" } }] },
      { variables: (name, deployed) => ({ ...deployed, PAYMENT_API_URL: `http://127.0.0.1/${name}` }) },
    );
    expect((await invoke()).answer).toEqual(["http://127.0.0.1/f", "1"]);
  });

  test("writes to the log it was given, and not to this process's output", async () => {
    const { invoke, log, lambda } = await deploy(
      'exports.handler = async () => { console.log("out"); console.error("err"); };',
    );
    await invoke();
    await lambda.close();
    expect(log).toEqual(["f: out\nerr\n"]);
  });

  test("is started ahead, so that the first invocation finds the handler loaded", async () => {
    const { lambda, log, invoke } = await deploy('console.log("loaded"); exports.handler = async () => 1;');
    await lambda.warm();
    await invoke();
    await lambda.close();
    expect(log).toEqual(["f: loaded\n"]);
  });
});

describe("a function that cannot be deployed", () => {
  test("the error for an archive that is not built says how to build it", async () => {
    await expect(deploy("", { filename: "none.zip" })).rejects.toThrow(
      /none\.zip cannot be read\. Build the functions: npm run build/,
    );
  });

  test("the error for a missing argument has its place", async () => {
    await expect(deploy("", { handler: null })).rejects.toThrow(
      'orders-test, aws_lambda_function.f: a text "handler" was expected',
    );
  });
});
