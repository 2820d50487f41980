import { Refused } from "../../../stacks/constructs/refused";
import { Workflow, type WorkflowOptions } from "../../../stacks/constructs/workflow";
import { alarmTopicArn, key, TestStack, withDefinition } from "./test-stack";

const definition = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed", Comment: "${Word}" } } });

function create(changes: Partial<WorkflowOptions> = {}): TestStack {
  const stack = new TestStack();
  withDefinition(definition, (path) => {
    new Workflow(stack, "greet", {
      type: "EXPRESS",
      substitutions: { Word: "hello" },
      key,
      alarmTopicArn,
      definition: path,
      ...changes,
    });
  });
  return stack;
}

describe("a workflow", () => {
  it("is a traced state machine that logs every event to a group of its own", () => {
    const stack = create();
    expect(stack.resources("aws_sfn_state_machine")).toEqual([
      expect.objectContaining({
        name: "orders-dev-data-greet",
        type: "EXPRESS",
        definition: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed","Comment":"hello"}}}',
        publish: true,
        tracing_configuration: { enabled: true },
        logging_configuration: {
          level: "ALL",
          include_execution_data: true,
          log_destination: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/),
        },
        depends_on: [expect.stringMatching(/^aws_iam_role_policy_attachment\./)],
      }),
    ]);
    expect(stack.resources("aws_cloudwatch_log_group")).toEqual([
      expect.objectContaining({
        name: "/aws/vendedlogs/states/orders-dev-data-greet",
        kms_key_id: key.arn,
        retention_in_days: 365,
      }),
    ]);
  });

  it("is started through an alias that leads to its newest version", () => {
    expect(create().resources("aws_sfn_alias")).toEqual([
      expect.objectContaining({
        name: "live",
        routing_configuration: [
          {
            state_machine_version_arn: expect.stringMatching(/machine_\w+\.state_machine_version_arn\}$/),
            weight: 100,
          },
        ],
      }),
    ]);
  });

  it("that is a child has no alias", () => {
    expect(create({ isChild: true }).resources("aws_sfn_alias")).toEqual([]);
  });

  it("through which task tokens pass never logs what passes", () => {
    const [machine] = create({ hasTokens: true }).resources("aws_sfn_state_machine");
    expect(Object(machine?.logging_configuration)).toMatchObject({ level: "ALL", include_execution_data: false });
  });

  it.each([
    ["EXPRESS", ["failed", "timed-out"]],
    ["STANDARD", ["failed", "timed-out", "throttled", "aborted"]],
  ] as const)("of the type %s alarms when it has %j", (type, troubles) => {
    const alarms = create({ type }).resources("aws_cloudwatch_metric_alarm");
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual(
      troubles.map((trouble) => `orders-dev-data-greet-${trouble}`).sort(),
    );
    for (const alarm of alarms) expect(alarm.alarm_actions).toEqual([alarmTopicArn]);
  });

  it("may do what its definition calls, deliver its log and trace, and nothing else", () => {
    const [policy] = create().resources("aws_iam_policy");
    const { Statement } = JSON.parse(String(policy?.policy));
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["DeliverLog", "Trace"]);
  });

  it("is refused with a placeholder that has no value", () => {
    expect(() => create({ substitutions: {} })).toThrow(Refused);
  });
});
