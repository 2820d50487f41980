import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examinePlan } from "../../../tools/review/plan/examine-plan";
import { type Subject, subjectOf } from "../../../tools/review/subject";
import { readPlan } from "../../../tools/terraform/plan";
import { readSynthesis } from "../../../tools/terraform/synthesis";
import { writeSynthesized } from "../aws/deployment/fixture";
import { change, machine, plan } from "./plan-json";

const folder = mkdtempSync(join(tmpdir(), "synthesized-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ADDRESS = "aws_sfn_state_machine.orders";
const VERSION = "arn:aws:states:eu-west-1:111122223333:stateMachine:child:1";
const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:refund";

function definition(child: string, refund: string, retries: number) {
  return {
    StartAt: "Child",
    States: {
      Child: {
        Type: "Task",
        Resource: child,
        Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: retries }],
        Next: "Refund",
      },
      Refund: { Type: "Task", Resource: refund, End: true },
    },
  };
}

const written = definition(
  "${aws_sfn_state_machine.child.state_machine_version_arn}",
  "${aws_lambda_function.refund.arn}",
  9,
);
const before = definition(VERSION, FUNCTION, 3);
const child = change("aws_sfn_state_machine.child", {
  before: { name: "child", state_machine_version_arn: VERSION },
  after: { name: "child" },
  afterUnknown: { state_machine_version_arn: true },
});
const refund = change("aws_lambda_function.refund", { before: { arn: FUNCTION }, after: { arn: FUNCTION } });

/** The subject of a plan whose machine has an unknown definition, with the stacks given. */
function unknown(
  stacks: Parameters<typeof writeSynthesized>[1],
  { changes = [child, refund], name = "stack", after = {}, members = {} } = {},
): Subject {
  writeSynthesized(folder, stacks);
  const orders = machine(ADDRESS, {
    before,
    after: before,
    attributesAfter: { definition: null, ...after },
    afterUnknown: { definition: true },
  });
  return subjectOf([readPlan(name, plan({ changes: [orders, ...changes], ...members }))], readSynthesis(folder));
}

function stack(definition: unknown, name = "orders") {
  return { resource: { aws_sfn_state_machine: { orders: { name, definition: JSON.stringify(definition) } } } };
}

function afterOf({ machines }: Subject) {
  return machines.find(({ change: { address } }) => address === ADDRESS)?.after;
}

test("a definition that the plan does not know is read from its stack, so that only the real change differs", () => {
  expect(afterOf(unknown({ stack: stack(written) }))).toEqual({
    kind: "known",
    isSensitive: false,
    asl: definition(VERSION, FUNCTION, 9),
  });
});

test("a reference to a new resource becomes words", () => {
  const created = change("aws_lambda_function.refund", { after: {}, afterUnknown: { arn: true } });
  expect(afterOf(unknown({ stack: stack(written) }, { changes: [child, created] }))).toMatchObject({
    asl: definition(VERSION, "arn of aws_lambda_function.refund", 9),
  });
});

test("data sources and outputs of neighbours have the values of the prior state", () => {
  const text = "${data.terraform_remote_state.data.outputs.queue} ${aws_sqs_queue.q[0].url}";
  const resource = (address: string, values: object) => ({ address, values });
  const prior_state = {
    values: {
      root_module: {
        resources: [
          resource("data.terraform_remote_state.data", { outputs: { queue: "orders-queue" } }),
          resource("aws_sqs_queue.q[0]", { url: "https://q" }),
        ],
      },
    },
  };
  const after = afterOf(unknown({ stack: stack(definition(VERSION, text, 9)) }, { members: { prior_state } }));
  expect(after).toMatchObject({ asl: definition(VERSION, "orders-queue https://q", 9) });
});

test("a definition with a sensitive value is sensitive as a whole", () => {
  const secret = change("aws_lambda_function.refund", {
    before: { arn: FUNCTION },
    after: { arn: FUNCTION },
    beforeSensitive: { arn: true },
    afterSensitive: { arn: true },
  });
  expect(afterOf(unknown({ stack: stack(written) }, { changes: [child, secret] }))).toMatchObject({
    isSensitive: true,
  });
});

describe("the stack of a plan", () => {
  const [dev, prod] = [stack(written), stack(definition("x", "y", 5))];

  test("has the plan's name, whatever folder the file is in", () => {
    expect(afterOf(unknown({ dev, prod }, { name: "out/dev" }))).toMatchObject({
      asl: definition(VERSION, FUNCTION, 9),
    });
  });

  test("or its tag", () => {
    const after = { tags_all: { Stack: "prod" } };
    expect(afterOf(unknown({ dev, prod }, { name: "plan", after }))).toMatchObject({ asl: definition("x", "y", 5) });
  });

  test("is not guessed among several, nor taken if the machine's name differs", () => {
    expect(afterOf(unknown({ dev, prod }, { name: "plan" }))).toEqual({ kind: "unknown" });
    expect(afterOf(unknown({ dev: stack(written, "other") }, { name: "plan" }))).toEqual({ kind: "unknown" });
  });
});

test("an expression that is not supported leaves the definition unknown", () => {
  const conditional = '${var.x ? "a" : "b"}';
  expect(afterOf(unknown({ stack: stack(definition(conditional, "y", 1)) }))).toEqual({ kind: "unknown" });
});

describe("what the review says of it", () => {
  const configuration = {
    root_module: {
      resources: [
        {
          address: ADDRESS,
          expressions: {
            definition: {
              references: ["aws_sfn_state_machine.child.state_machine_version_arn", "aws_lambda_function.refund.arn"],
            },
          },
        },
      ],
    },
  };
  const said = async (subject: Subject) =>
    (await examinePlan(subject)).map(({ level, rule, text }) => [level, rule, String(text)]);

  test("without a stack it is unknown, never harmless", async () => {
    expect(await said(unknown({}, { members: { configuration } }))).toEqual([
      [
        "attention",
        "definition-unknown",
        expect.stringMatching(
          /aws_sfn_state_machine\.orders is unknown until the apply \(it refers to aws_sfn_state_machine\.child\)/,
        ),
      ],
    ]);
  });

  test("with a stack it says where it was read", async () => {
    expect(await said(unknown({ stack: stack(written) }))).toEqual([
      ["safe", "definition-synthesized", expect.stringMatching(/read from the synthesized stack/)],
    ]);
  });
});

test("a definition of 100,000 levels, and a sensitive one that is not JSON, are invalid and quote nothing", () => {
  const deep = `{"States":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  const changes = [
    machine("aws_sfn_state_machine.deep", { after: deep }),
    machine("aws_sfn_state_machine.secret", { after: "hunter2", afterSensitive: { definition: true } }),
  ];
  const { machines } = subjectOf([readPlan("plan", plan({ changes }))]);
  expect(machines.map(({ after }) => after)).toEqual([
    { kind: "invalid", isSensitive: false, problem: expect.stringContaining("levels deep") },
    { kind: "invalid", isSensitive: true, problem: expect.not.stringContaining("hunter2") },
  ]);
});
