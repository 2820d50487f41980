import { examinePlan } from "../../../../tools/review/plan/examine-plan";
import { subjectOf } from "../../../../tools/review/subject";
import { readPlan } from "../../../../tools/terraform/plan";
import { change, plan } from "../plan-json";

/** The level, rule and sentence of each finding of a plan. */
async function examined(json: unknown): Promise<readonly (readonly [string, string, string])[]> {
  const findings = await examinePlan(subjectOf([readPlan("plan", json)]));
  return findings.map(({ level, rule, text }) => [level, rule, String(text)] as const);
}

const kept = { before: { name: "q" }, after: { name: "q" } };
const configured = (...addresses: string[]) => ({
  root_module: { resources: addresses.map((address) => ({ address, expressions: {} })) },
});

describe("the plan as a whole", () => {
  test("a plan that changes nothing has no finding", async () => {
    expect(
      await examined(plan({ changes: [change("aws_sqs_queue.q", kept)], complete: true, errored: false })),
    ).toEqual([]);
  });

  test("an errored plan lacks changes", async () => {
    expect(await examined(plan({ errored: true, complete: false }))).toEqual([
      ["attention", "plan-errored", expect.stringMatching(/failed with an error.*incomplete: changes are missing/)],
    ]);
  });

  test("an incomplete plan without deferred changes is targeted", async () => {
    expect(await examined(plan({ complete: false }))).toEqual([
      ["attention", "plan-incomplete", expect.stringMatching(/incomplete: it is targeted \(-target/)],
    ]);
  });

  test("a plan of -destroy says how much it destroys", async () => {
    const changes = [change("aws_sqs_queue.q", { before: {} }), change("aws_sqs_queue.r[0]", { before: {} })];
    expect(await examined(plan({ changes, configuration: configured("aws_sqs_queue.q", "aws_sqs_queue.r") }))).toEqual([
      ["dangerous", "destroy-plan", expect.stringMatching(/destroy plan.*everything.*2/)],
    ]);
  });

  test("deleting what the configuration dropped is no destroy plan", async () => {
    const reason = "delete_because_count_index";
    const lowered = plan({
      changes: [change("aws_sqs_queue.r[0]", { before: {}, reason })],
      configuration: configured("aws_sqs_queue.r"),
    });
    expect(await examined(lowered)).toEqual([]);
    expect(
      await examined(plan({ changes: [change("aws_sqs_queue.r", { before: {} })], configuration: configured() })),
    ).toEqual([]);
  });

  test("a refresh-only plan changes the state only", async () => {
    const drift = [change("aws_sqs_queue.q", { before: { name: "q" }, after: { name: "q", tags: { a: "b" } } })];
    const found = await examined(plan({ drift, applyable: true }));
    expect(found).toContainEqual(["attention", "refresh-only", expect.stringMatching(/refresh-only.*nothing in AWS/)]);
  });

  test("an action that is not known is said", async () => {
    expect(await examined(plan({ changes: [change("a.b", { ...kept, actions: ["rebuild"] })] }))).toEqual([
      ["attention", "unknown-action", expect.stringMatching(/a\.b has an unknown action, rebuild/)],
    ]);
  });
});

describe("moved, imported and forgotten resources", () => {
  const cases: readonly (readonly [string, Parameters<typeof change>[1], string, RegExp])[] = [
    ["moved only", { ...kept, previousAddress: "a.old" }, "safe", /a\.old is moved to a\.b.*without a change in AWS/],
    [
      "moved and updated",
      { before: { n: 1 }, after: { n: 2 }, previousAddress: "a.old" },
      "attention",
      /a\.old is moved to a\.b.*and updated/,
    ],
    [
      "moved and replaced",
      { before: { n: 1 }, after: { n: 2 }, previousAddress: "a.old", actions: ["delete", "create"] },
      "dangerous",
      /a\.old is moved to a\.b.*and replaced/,
    ],
    ["imported", { ...kept, importing: { id: "queue-1" } }, "safe", /queue-1 is imported.*without a change/],
    [
      "imported and updated",
      { before: { n: 1 }, after: { n: 2 }, importing: { id: "queue-1" } },
      "attention",
      /queue-1 is imported.*and updated/,
    ],
    [
      "imported and replaced",
      { before: { n: 1 }, after: { n: 2 }, importing: { id: "queue-1" }, actions: ["delete", "create"] },
      "dangerous",
      /queue-1 is imported.*and replaced: Terraform destroys/,
    ],
    ["forgotten", { before: {}, actions: ["forget"] }, "attention", /a\.b is forgotten.*stays in AWS, unmanaged/],
    [
      "replaced and forgotten",
      { before: {}, after: {}, actions: ["create", "forget"] },
      "attention",
      /the old one is forgotten: it stays in AWS/,
    ],
  ];

  test.each(cases)("%s", async (_name, given, level, text) => {
    const found = await examined(plan({ changes: [change("a.b", given)] }));
    expect(found).toEqual([[level, expect.any(String), expect.stringMatching(text)]]);
  });
});

describe("deferred changes", () => {
  const reasons: readonly (readonly [string, RegExp])[] = [
    ["instance_count_unknown", /count or for_each is unknown/],
    ["resource_config_unknown", /its configuration is unknown/],
    ["provider_config_unknown", /provider's configuration is unknown/],
    ["deferred_prereq", /depends on is deferred/],
    ["absent_prereq", /does not exist yet/],
    ["constructor", /not known \(constructor\)/],
  ];

  test.each(reasons)("%s is said in words", async (reason, words) => {
    const found = await examined(
      plan({ deferred_changes: [{ reason, resource_change: change("a.b", { after: {} }) }], complete: false }),
    );
    expect(found).toEqual([
      ["attention", "plan-incomplete", expect.stringContaining("incomplete: changes are deferred (1)")],
      ["attention", "deferred", expect.stringMatching(words)],
    ]);
  });
});

describe("checks", () => {
  const address = { to_display: "check.queues", kind: "check" };
  const instance = (status: string, ...messages: string[]) => ({
    address: { to_display: "check.queues" },
    status,
    problems: messages.map((message) => ({ message })),
  });

  test("a check that passes says nothing", async () => {
    expect(await examined(plan({ checks: [{ address, status: "pass", instances: [instance("pass")] }] }))).toEqual([]);
  });

  test("each object that fails is said with its messages", async () => {
    const checks = [{ address, status: "fail", instances: [instance("pass"), instance("fail", "no key", "too old")] }];
    expect(await examined(plan({ checks }))).toEqual([
      ["attention", "check", "The check check.queues fails: no key: too old"],
    ]);
  });

  test("a check without objects, an error and an unknown result are said", async () => {
    const condition = { to_display: "aws_sqs_queue.q", kind: "resource" };
    const checks = [
      { address: condition, status: "error" },
      { address, status: "unknown", instances: [instance("unknown")] },
    ];
    expect(await examined(plan({ checks }))).toEqual([
      ["attention", "check", "The condition of aws_sqs_queue.q could not be evaluated because of an error"],
      ["safe", "check", "The check check.queues is unknown until the apply"],
    ]);
  });
});

describe("action invocations", () => {
  test("what triggers an action is said", async () => {
    const action_invocations = [
      {
        address: "action.aws_lambda_invoke.warm",
        type: "aws_lambda_invoke",
        lifecycle_action_trigger: {
          triggering_resource_address: "aws_lambda_function.f",
          action_trigger_event: "AfterUpdate",
          on_failure: "Halt",
        },
      },
      { address: "action.aws_lambda_invoke.cold", invoke_action_trigger: {} },
      { type: "none" },
    ];
    expect((await examined(plan({ action_invocations }))).map(([, rule, text]) => `${rule}: ${text}`)).toEqual([
      expect.stringMatching(/warm \(aws_lambda_invoke\), triggered by aws_lambda_function\.f at AfterUpdate/),
      expect.stringMatching(/cold, because it was asked for with -invoke/),
      expect.stringMatching(/could not be read/),
    ]);
  });
});

describe("outputs", () => {
  const output = (value: object) => plan({ output_changes: { url: { before: null, after: null, ...value } } });

  test("a removed output is said, and a new or unchanged one is not", async () => {
    expect(await examined(output({ actions: ["delete"], before: "a" }))).toEqual([
      ["attention", "output-removed", expect.stringMatching(/output url is removed/)],
    ]);
    expect(await examined(output({ actions: ["create"], after: "a" }))).toEqual([]);
    expect(await examined(output({ actions: ["no-op"], before: "a", after: "a" }))).toEqual([]);
  });

  test("a changed output is said with both values, unless they are sensitive", async () => {
    const update = { actions: ["update"], before: "old", after: "new" };
    expect(await examined(output(update))).toEqual([["safe", "output-changed", "The output url changes, old → new"]]);
    expect(await examined(output({ ...update, before_sensitive: true, after_sensitive: true }))).toEqual([
      ["safe", "output-changed", "The output url changes, (sensitive) → (sensitive)"],
    ]);
    expect(await examined(output({ ...update, before_sensitive: true }))).toEqual([
      ["attention", "output-exposed", expect.stringMatching(/no longer sensitive/)],
    ]);
  });
});

test("members of another form than Terraform's end in no crash", async () => {
  for (const odd of [5, "x", {}, [5], [null], [{ address: 5 }]]) {
    await examined(plan({ checks: odd, action_invocations: odd, deferred_action_invocations: odd }));
  }
});
