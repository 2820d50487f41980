import { review } from "../../../tools/review/review";
import { subjectOf } from "../../../tools/review/subject";
import { readPlan } from "../../../tools/terraform/plan";
import { change, machine, plan } from "./plan-json";

const SECRET = "hunter2-do-not-print";
const OTHER = "swordfish-do-not-print";

/** Everything that the review of a plan says, as text and as a program reads it. */
async function said(json: unknown): Promise<{ readonly text: string; readonly levels: readonly string[] }> {
  const { findings } = await review(subjectOf([readPlan("plan", json)]));
  const texts = findings.flatMap(({ text, details = [] }) => [String(text), ...details.map(String)]);
  return { text: `${texts.join("\n")}\n${JSON.stringify(findings)}`, levels: findings.map(({ level }) => level) };
}

const task = (token: string, attempts: number) => ({
  StartAt: "Charge",
  States: {
    Charge: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "charge", Payload: { token } },
      Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: attempts }],
      End: true,
    },
  },
});
const policy = (secret: string, action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, Resource: `arn:aws:s3:::${secret}/*` }],
  });
const both = (attribute: unknown) => ({ beforeSensitive: attribute, afterSensitive: attribute });

describe("a sensitive value is never printed", () => {
  const places: readonly (readonly [string, unknown])[] = [
    [
      "in a definition",
      plan({
        changes: [
          machine("aws_sfn_state_machine.m", {
            before: task(SECRET, 3),
            after: task(OTHER, 9),
            ...both({ definition: true }),
          }),
        ],
      }),
    ],
    [
      "in a definition that is not JSON",
      plan({
        changes: [
          machine("aws_sfn_state_machine.m", { before: SECRET, after: OTHER, ...both({ definition: true }) }),
          machine("aws_sfn_state_machine.n", { before: task("x", 3), after: SECRET, ...both({ definition: true }) }),
        ],
      }),
    ],
    [
      "in a policy",
      plan({
        changes: [
          change("aws_iam_role_policy.p", {
            before: { role: "r", policy: policy(SECRET, "s3:GetObject") },
            after: { role: "r", policy: policy(OTHER, "s3:*") },
            ...both({ policy: true }),
          }),
        ],
      }),
    ],
    [
      "in a variable of a function's environment",
      plan({
        changes: [
          change("aws_lambda_function.f", {
            before: { environment: [{ variables: { TOKEN: SECRET } }], timeout: 3 },
            after: { environment: [{ variables: { TOKEN: OTHER } }], timeout: 9 },
            ...both({ environment: [{ variables: { TOKEN: true } }] }),
          }),
        ],
      }),
    ],
    [
      "in an output",
      plan({
        output_changes: {
          token: {
            actions: ["update"],
            before: SECRET,
            after: { inner: OTHER },
            before_sensitive: true,
            after_sensitive: { inner: true },
          },
        },
      }),
    ],
    [
      "in a variable, which the message of a check repeats",
      plan({
        variables: { token: { value: SECRET } },
        configuration: { root_module: { variables: { token: { sensitive: true } } } },
        checks: [
          {
            address: { to_display: "check.token", kind: "check" },
            status: "fail",
            instances: [
              { address: { to_display: "check.token" }, status: "fail", problems: [{ message: `${SECRET} is weak` }] },
            ],
          },
        ],
      }),
    ],
    [
      "in drift",
      plan({
        drift: [
          change("aws_ssm_parameter.p", {
            before: { value: SECRET },
            after: { value: OTHER },
            ...both({ value: true }),
          }),
        ],
      }),
    ],
    [
      "in the prior state, which an unmarked attribute repeats",
      plan({
        changes: [
          change("aws_sqs_queue.q", {
            before: { name: "q", policy: "" },
            after: { name: "q", policy: policy(SECRET, "s3:*") },
          }),
        ],
        prior_state: {
          values: {
            root_module: {
              resources: [{ address: "a.b", values: { password: SECRET }, sensitive_values: { password: true } }],
            },
          },
        },
      }),
    ],
    [
      "in tags, and in the keys of a sensitive map that is partly unknown",
      plan({
        changes: [
          change("aws_sqs_queue.q", {
            before: { name: "q", tags_all: { owner: SECRET }, tags: { owner: SECRET } },
            after: { name: "q", tags_all: { owner: OTHER }, tags: { [SECRET]: "x" } },
            afterUnknown: { tags: { [OTHER]: true } },
            beforeSensitive: { tags_all: { owner: true }, tags: true },
            afterSensitive: { tags_all: { owner: true }, tags: true },
          }),
        ],
      }),
    ],
    [
      "in what replaces or destroys a resource",
      plan({
        changes: [
          change("aws_db_instance.d", {
            before: { password: SECRET, identifier: "d" },
            after: { password: OTHER, identifier: "d" },
            replacePaths: [["password"]],
            ...both({ password: true }),
          }),
          change("aws_db_instance.e", { before: { password: SECRET }, beforeSensitive: { password: true } }),
        ],
      }),
    ],
    [
      "in an action's configuration",
      plan({
        action_invocations: [
          { address: "action.a.b", config_values: { payload: SECRET }, config_sensitive: { payload: true } },
        ],
      }),
    ],
  ];

  test.each(places)("%s", async (_name, json) => {
    const { text } = await said(json);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(OTHER);
  });
});

test("a value that is too common to be hidden, or public, leaves other words alone", async () => {
  const secrets = ["warn", "eu-west-1", "123456789012", "arn:aws:sqs:eu-west-1:123456789012:q"];
  const { text } = await said(
    plan({
      changes: [
        change("aws_ssm_parameter.p", {
          before: { value: secrets },
          after: { value: secrets },
          ...both({ value: true }),
        }),
      ],
      output_changes: { q: { actions: ["update"], before: secrets.join(" "), after: "" } },
    }),
  );
  expect(text).toContain(secrets.join(" "));
});

test("a secret is hidden whole where a report shortens it, and each time it occurs", async () => {
  const long = `${"a".repeat(70)}-secret-end`;
  const shown = `x ${long} y ${long.slice(0, 72)}… z`;
  const { text } = await said(
    plan({
      variables: { token: { value: long } },
      configuration: { root_module: { variables: { token: { sensitive: true } } } },
      output_changes: { q: { actions: ["update"], before: shown, after: "" } },
    }),
  );
  expect(text).toContain("x (sensitive) y (sensitive)… z");
});

describe("the name of a table that an output of a stack marks as sensitive", () => {
  const name = "orders-dev-data-orders";
  const table = { name, hash_key: "pk", deletion_protection_enabled: true };
  const read = (given: object) =>
    said(
      plan({
        changes: [
          change("aws_dynamodb_table.orders", {
            before: table,
            after: { ...table, hash_key: "id" },
            replacePaths: [["hash_key"]],
            ...given,
          }),
        ],
        output_changes: {
          name: { actions: ["no-op"], before: name, after: name, before_sensitive: true, after_sensitive: true },
        },
      }),
    );

  test("is shown, because the table has it in the open", async () => {
    expect((await read({})).text).toContain(`DynamoDB table ${name}`);
  });

  test("is hidden if the table marks it too", async () => {
    expect((await read(both({ name: true }))).text).not.toContain(name);
  });
});
