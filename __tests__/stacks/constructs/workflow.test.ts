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
      grants: [],
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
        publish: false,
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

  it("through which task tokens pass never logs what passes", () => {
    const [machine] = create({ hasTokens: true }).resources("aws_sfn_state_machine");
    expect(Object(machine?.logging_configuration)).toMatchObject({ level: "ALL", include_execution_data: false });
  });

  it.each([
    ["EXPRESS", ["failed", "timed-out", "throttled"]],
    ["STANDARD", ["failed", "timed-out", "throttled", "aborted"]],
  ] as const)("of the type %s alarms when it has %j", (type, troubles) => {
    const alarms = create({ type }).resources("aws_cloudwatch_metric_alarm");
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual(
      troubles.map((trouble) => `orders-dev-data-greet-${trouble}`).sort(),
    );
    for (const alarm of alarms) expect(alarm.alarm_actions).toEqual([alarmTopicArn]);
  });

  it("may do what it is granted, deliver its log and trace, and nothing else", () => {
    const grants = [{ sid: "Tell", actions: ["sns:Publish"], resources: [alarmTopicArn] }];
    const [policy] = create({ grants }).resources("aws_iam_policy");
    const { Statement } = JSON.parse(String(policy?.policy));
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["Tell", "DeliverLog", "Trace"]);
  });

  it("is refused with a wildcard in a grant: the role and the grant", () => {
    const grants = [{ sid: "Tell", actions: ["sns:*"], resources: [alarmTopicArn] }];
    expect(() => create({ grants })).toThrow(
      new Refused('The grant Tell of orders-dev-data-greet has the action "sns:*". Name each action: service:Action.'),
    );
  });

  it("is refused with a placeholder that has no value", () => {
    expect(() => create({ substitutions: {} })).toThrow(Refused);
  });
});
