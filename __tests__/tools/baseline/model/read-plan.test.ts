import { readPlan } from "../../../../tools/baseline/model/read-plan";
import { change } from "../../review/plan-json";

interface Planned {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly unknown?: unknown;
  readonly expressions?: object;
}

/** A plan of one queue. */
const plan = ({ values = {}, unknown = {}, expressions = {} }: Planned, root: object = {}) => ({
  resource_changes: [change("aws_sqs_queue.it[0]", { after: values, afterUnknown: unknown })],
  configuration: {
    provider_config: {
      aws: {
        expressions: {
          default_tags: [{ tags: { constant_value: { Environment: "prod", Stack: "orders-prod-data" } } }],
        },
      },
    },
    root_module: {
      resources: [
        { address: "aws_sqs_queue.it", mode: "managed", type: "aws_sqs_queue", name: "it", expressions },
        { address: "data.aws_partition.it", mode: "data", type: "aws_partition", name: "it" },
      ],
      ...root,
    },
  },
});

function queueOf(planned: Planned) {
  const [queue] = readPlan("file", plan(planned)).ofType("aws_sqs_queue");
  if (queue === undefined) throw new Error("The plan has no queue.");
  return queue;
}

it("reads the stack and its environment from the default tags, and the data sources", () => {
  const stack = readPlan("file", plan({}));
  expect([stack.id, stack.environment, stack.source]).toEqual(["orders-prod-data", "prod", "plan"]);
  expect(stack.resources.map(({ type }) => type)).toEqual(["aws_sqs_queue", "data.aws_partition"]);
});

it("names a stack after its file if the plan has no default tags", () => {
  const stack = readPlan("file", { ...plan({}), configuration: { root_module: { resources: [] } } });
  expect([stack.id, stack.environment]).toEqual(["file", ""]);
});

it("uses a known value, as the provider has it", () => {
  const queue = queueOf({ values: { name: "a", delay_seconds: 0 }, expressions: { name: { constant_value: "b" } } });
  expect([queue.at("name"), queue.at("delay_seconds")]).toEqual(["a", 0]);
  expect([queue.written.at("name"), queue.written.at("delay_seconds")]).toEqual(["b", undefined]);
});

it("uses the template of a value that is not known yet, with its references", () => {
  const template = '{"deadLetterTargetArn":"${aws_sqs_queue.letters.arn}"}';
  const queue = queueOf({
    unknown: { redrive_policy: true },
    expressions: { redrive_policy: { constant_value: template, references: ["aws_sqs_queue.letters"] } },
  });
  expect(queue.at("redrive_policy")).toBe(template);
  expect(queue.references("redrive_policy")).toEqual(["aws_sqs_queue.letters"]);
});

it("uses the references of an expression that the plan does not hold", () => {
  const queue = queueOf({
    unknown: { policy: true },
    expressions: { policy: { references: ["aws_sqs_queue.letters.arn", "aws_sqs_queue.letters"] } },
  });
  expect(queue.at("policy")).toBe("${aws_sqs_queue.letters.arn}${aws_sqs_queue.letters}");
});

it("treats a value that AWS chooses as missing", () => {
  const queue = queueOf({ unknown: { sqs_managed_sse_enabled: true, policy: true } });
  expect([queue.at("sqs_managed_sse_enabled"), queue.at("policy")]).toEqual([undefined, undefined]);
});

it("combines known and unknown arguments of one block", () => {
  const queue = queueOf({
    values: { target: [{ dead_letter_config: [{}], retry_policy: [{ maximum_retry_attempts: 10 }] }] },
    unknown: { target: [{ dead_letter_config: [{ arn: true }], retry_policy: [{}] }] },
    expressions: {
      target: [
        {
          dead_letter_config: [{ arn: { constant_value: "${aws_sqs_queue.letters.arn}" } }],
          retry_policy: [{ maximum_retry_attempts: { constant_value: 10 } }],
        },
      ],
    },
  });
  expect(queue.at("target.dead_letter_config.arn")).toBe("${aws_sqs_queue.letters.arn}");
  expect(queue.at("target.retry_policy.maximum_retry_attempts")).toBe(10);
});

it("refuses a plan with modules, which it does not read", () => {
  expect(() =>
    readPlan("file", plan({}, { module_calls: { it: { module: { resources: [{ address: "aws_sqs_queue.it" }] } } } })),
  ).toThrow("file is not the output of terraform show -json for a plan without modules");
});

it("refuses JSON that is not a plan", () => {
  expect(() => readPlan("file", { resource: {} })).toThrow(/^file is no plan.*terraform show -json/);
});
