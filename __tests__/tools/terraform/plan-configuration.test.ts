import { readPlan } from "../../../tools/terraform/plan";

const refer = (...references: string[]) => ({ references });
const configuration = {
  root_module: {
    variables: { token: { sensitive: true }, step: {} },
    resources: [
      {
        address: "aws_iam_role_policy.flow",
        expressions: {
          policy: refer('module.flow["orders"].arn', 'module.flow["orders"]'),
          role: refer("aws_iam_role.flow.id", "aws_iam_role.flow"),
        },
      },
    ],
    module_calls: {
      flow: {
        expressions: { queue: refer('aws_sqs_queue.dead["a.b]"].arn', 'aws_sqs_queue.dead["a.b]"]', "local.other") },
        module: {
          outputs: { arn: { expression: refer("aws_sfn_state_machine.this[0].arn", "aws_sfn_state_machine.this") } },
          resources: [
            {
              address: "aws_sfn_state_machine.this",
              expressions: {
                definition: refer("var.queue", "data.aws_region.current.name"),
                name: { constant_value: "x" },
                logging_configuration: [{ log_destination: refer("aws_cloudwatch_log_group.log[0].arn") }],
              },
            },
          ],
        },
      },
    },
  },
};
const plan = readPlan("plan", { resource_changes: [], configuration });
const machine = 'module.flow["a.b]"].aws_sfn_state_machine.this[0]';

test("the configuration of an instance is found through modules, whatever its indexes", () => {
  const found = plan.configuration.resource(machine);
  expect(found?.address).toBe("module.flow.aws_sfn_state_machine.this");
  expect(found?.expressions.name).toEqual({ constant_value: "x" });
});

test("references are followed into the caller of a module, and into its outputs", () => {
  expect(plan.configuration.references(machine, "definition")).toEqual([
    "aws_sqs_queue.dead",
    "module.flow.data.aws_region.current",
  ]);
  expect(plan.configuration.references("aws_iam_role_policy.flow", "policy")).toEqual([
    "module.flow.aws_sfn_state_machine.this",
  ]);
  expect(plan.configuration.references(machine)).toContain("module.flow.aws_cloudwatch_log_group.log");
});

test("variables that refer to themselves end", () => {
  const circle = {
    m: { expressions: { v: refer("module.m.o") }, module: { outputs: { o: { expression: refer("var.v") } } } },
  };
  const resources = [{ address: "a.b", expressions: { c: refer("module.m.o") } }];
  const { configuration: read } = readPlan("p", {
    resource_changes: [],
    configuration: { root_module: { resources, module_calls: circle } },
  });
  expect(read.references("a.b")).toEqual([]);
});

test("sensitive variables are named", () => {
  expect(plan.configuration.sensitiveVariables).toEqual(["token"]);
});

test("a configuration of another form, or none, counts as empty", () => {
  for (const other of [undefined, null, [], "x", { root_module: 5 }, { root_module: { resources: { a: 1 } } }]) {
    const { configuration: read } = readPlan("p", { resource_changes: [], configuration: other });
    expect(read.resource("a.b")).toBeUndefined();
    expect(read.references("a.b")).toEqual([]);
  }
});

test("values of the prior state are known by address, with the sensitive ones hidden", () => {
  const state = {
    values: {
      root_module: {
        resources: [
          { address: "aws_sqs_queue.q", values: { name: "q", secret: "hunter2" }, sensitive_values: { secret: true } },
        ],
        child_modules: [{ resources: [{ address: "module.m.data.aws_region.r", values: { name: "eu-west-1" } }] }],
      },
    },
  };
  const { priorState } = readPlan("p", { resource_changes: [], prior_state: state });
  expect(priorState.get("module.m.data.aws_region.r")).toEqual({ name: "eu-west-1" });
  expect(JSON.stringify(priorState.get("aws_sqs_queue.q"))).toBe('{"name":"q","secret":"(sensitive)"}');
});

test("changes of outputs and deferred changes are read", () => {
  const change = { actions: ["create"], before: null, after: { id: "x" } };
  const read = readPlan("p", {
    output_changes: { url: { actions: ["update"], before: "a", after: "b", after_sensitive: true } },
    deferred_changes: [
      { reason: "instance_count_unknown", resource_change: { address: "a.b", type: "a", name: "b", change } },
    ],
  });
  expect(read.outputs.map(({ name, kind, before, after }) => [name, kind, before, String(after)])).toEqual([
    ["url", "update", "a", "(sensitive)"],
  ]);
  expect(read.deferred.map(({ reason, change: { address } }) => [reason, address])).toEqual([
    ["instance_count_unknown", "a.b"],
  ]);
});
