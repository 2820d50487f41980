import { examineDrift } from "../../../../tools/review/plan/drift";
import { subjectOf } from "../../../../tools/review/subject";
import { readPlan } from "../../../../tools/terraform/plan";
import { change, plan } from "../plan-json";

type Given = NonNullable<Parameters<typeof plan>[0]>;

function said(given: Given): readonly (readonly [string, string])[] {
  return examineDrift(subjectOf([readPlan("plan", plan(given))])).map(({ level, text }) => [level, String(text)]);
}

const LOGS = "aws_cloudwatch_log_group.l";
const QUEUE = "aws_sqs_queue.q";
const policy = (principal: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: principal, Action: "sqs:SendMessage" }] });
const configuration = (address: string, ...attributes: string[]) => ({
  root_module: { resources: [{ address, expressions: Object.fromEntries(attributes.map((name) => [name, {}])) }] },
});

describe("what was changed by hand is said with both values", () => {
  const drift = [
    change(LOGS, { before: { name: "l", retention_in_days: 365 }, after: { name: "l", retention_in_days: 7 } }),
  ];
  const planned = (after: number) => [
    change(LOGS, { before: { name: "l", retention_in_days: 7 }, after: { name: "l", retention_in_days: after } }),
  ];

  test.each([
    ["a plan that sets it back", planned(365), /reverts it$/],
    ["a plan that leaves it", planned(7), /keeps it$/],
    ["a plan that does not know the resource", [], /keeps it$/],
    ["a plan that sets another value", planned(30), /changes it again$/],
  ])("%s", (_name, changes, outcome) => {
    const [[level, text] = []] = said({ drift, changes });
    expect([level, text]).toEqual(["attention", expect.stringMatching(/retention_in_days 365 → 7/)]);
    expect(text).toMatch(outcome);
  });

  test("a policy is compared as what it says, part by part", () => {
    const changed = change(QUEUE, { before: { policy: policy("me") }, after: { policy: policy("*") } });
    expect(said({ drift: [changed] })).toEqual([
      ["attention", expect.stringMatching(/policy\.Statement\S*\.Principal.* → \*/)],
    ]);
    const spaced = JSON.stringify(JSON.parse(policy("me")), null, 2);
    expect(said({ drift: [change(QUEUE, { before: { policy: policy("me") }, after: { policy: spaced } })] })).toEqual(
      [],
    );
  });

  test("encryption and protection matter even where the configuration leaves them to AWS", () => {
    const drift = [change(QUEUE, { before: { kms_master_key_id: "k" }, after: { kms_master_key_id: "other" } })];
    expect(said({ drift, configuration: configuration(QUEUE, "name") })).toHaveLength(1);
  });

  test("a tag is safe", () => {
    const drift = [change(QUEUE, { before: { tags: { a: "1" } }, after: { tags: { a: "2" } } })];
    expect(said({ drift })).toEqual([["safe", expect.stringMatching(/tags/)]]);
  });
});

test("a resource that was deleted outside Terraform is said, with what the plan does about it", () => {
  const drift = [change(QUEUE, { before: { name: "q" } })];
  expect(said({ drift, changes: [change(QUEUE, { after: { name: "q" } })] })).toEqual([
    ["attention", expect.stringMatching(/aws_sqs_queue\.q was deleted outside Terraform; this plan creates it again/)],
  ]);
  expect(said({ drift })).toEqual([["attention", expect.stringMatching(/does not create it again/)]]);
});

describe("what a first deploy leaves is noise", () => {
  const noise: readonly (readonly [string, string, object, object])[] = [
    ["empty tags", QUEUE, { tags: null, tags_all: null }, { tags: {}, tags_all: {} }],
    [
      "an empty text, list, zero and false",
      QUEUE,
      { a: null, b: null, c: null, d: null },
      { a: "", b: [], c: 0, d: false },
    ],
    [
      "zero within a block",
      "aws_cloudwatch_metric_alarm.a",
      { metric_query: [{ id: "sum", period: null }] },
      { metric_query: [{ id: "sum", period: 0 }] },
    ],
    ["a count", "aws_iam_policy.p", { attachment_count: 0 }, { attachment_count: 1 }],
    [
      "a time and a revision",
      "aws_lambda_function.f",
      { last_modified: "a", revision_id: "a" },
      { last_modified: "b", revision_id: "b" },
    ],
  ];

  test.each(noise)("%s", (_name, address, before, after) => {
    expect(said({ drift: [change(address, { before: { ...before }, after: { ...after } })] })).toEqual([]);
  });

  test("what another resource of the plan sets, but not more than it sets", () => {
    const [drift, set] = [policy("me"), { queue_url: "q", policy: policy("me") }];
    const changes = [change("aws_sqs_queue_policy.q", { before: set, after: set })];
    const filled = (value: string) => [change(QUEUE, { before: { policy: "" }, after: { policy: value } })];
    expect(said({ drift: filled(drift), changes })).toEqual([]);
    expect(said({ drift: filled(policy("*")), changes })).toHaveLength(1);
    expect(
      said({ drift: [change(QUEUE, { before: { policy: drift }, after: { policy: "" } })], changes }),
    ).toHaveLength(1);
  });

  test("policies that the plan's attachments attach, but not one attached by hand", () => {
    const attachment = { role: "r", policy_arn: "arn:one" };
    const changes = [change("aws_iam_role_policy_attachment.a", { before: attachment, after: attachment })];
    const attached = (...arns: string[]) => [
      change("aws_iam_role.r", { before: { managed_policy_arns: [] }, after: { managed_policy_arns: arns } }),
    ];
    expect(said({ drift: attached("arn:one"), changes })).toEqual([]);
    expect(said({ drift: attached("arn:one", "arn:admin"), changes })).toEqual([
      ["attention", expect.stringMatching(/managed_policy_arns.*arn:admin/)],
    ]);
  });

  test("an attribute that the configuration leaves to AWS", () => {
    const drift = [change(LOGS, { before: { log_group_class: "" }, after: { log_group_class: "STANDARD" } })];
    expect(said({ drift, configuration: configuration(LOGS, "name") })).toEqual([]);
    expect(said({ drift, configuration: configuration(LOGS, "log_group_class") })).toHaveLength(1);
  });
});
