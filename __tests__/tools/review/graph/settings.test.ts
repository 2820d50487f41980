import { change, machine } from "../plan-json";
import { said } from "./said";

const DEFINITION = { StartAt: "Done", States: { Done: { Type: "Succeed" } } };

/** A change of attributes only. */
function settings(attributes: Record<string, unknown>, attributesAfter: Record<string, unknown>) {
  return machine("aws_sfn_state_machine.orders", {
    before: DEFINITION,
    after: DEFINITION,
    attributes,
    attributesAfter,
  });
}

const logging = (level: string, include_execution_data = false) => ({
  logging_configuration: [{ level, include_execution_data, log_destination: "arn:logs:*" }],
});

// Source: https://docs.aws.amazon.com/step-functions/latest/dg/express-at-least-once-execution.html
test("a change of type says what Express does not guarantee", async () => {
  const [finding] = await said(/^machine-type-changed$/, settings({ type: "STANDARD" }, { type: "EXPRESS" }));
  expect(finding).toContain("dangerous The type changes STANDARD → EXPRESS, which forces a replacement");
  for (const word of ["at-least-once", "5 minutes", ".sync", ".waitForTaskToken"]) expect(finding).toContain(word);
  expect(await said(/^machine-type-changed$/, settings({ type: "EXPRESS" }, { type: "STANDARD" }))).toEqual([
    expect.stringContaining("dangerous The type changes EXPRESS → STANDARD"),
  ]);
});

test.each([
  ["ALL", "ERROR", "attention"],
  ["ERROR", "OFF", "attention"],
  ["OFF", "ALL", "safe"],
  ["FATAL", "ERROR", "safe"],
])("the log level %s → %s is %s", async (from, to, level) => {
  expect(await said(/^logging/, settings(logging(from), logging(to)))).toEqual([
    expect.stringMatching(new RegExp(`^${level} .*level changes ${from} → ${to}`)),
  ]);
});

test("an Express workflow without logs loses its only history", async () => {
  const express = { type: "EXPRESS" };
  expect(await said(/^logging/, settings({ ...express, ...logging("ALL") }, logging("OFF")))).toEqual([
    expect.stringMatching(/^dangerous .*no other execution history/),
  ]);
});

test("execution data that goes to the logs, or no longer does, is said", async () => {
  expect(await said(/^execution-data/, settings(logging("ALL"), logging("ALL", true)))).toEqual([
    expect.stringMatching(/^attention .*include_execution_data changes false → true.*personal data/),
  ]);
  expect(await said(/^execution-data/, settings(logging("ALL", true), logging("ALL")))).toEqual([
    expect.stringMatching(/^safe .*true → false/),
  ]);
});

test("role, tracing, encryption and publish are said with both values", async () => {
  expect(await said(/^role-changed$/, settings({ role_arn: "arn:old" }, { role_arn: "arn:new" }))).toEqual([
    expect.stringMatching(/^attention role_arn changes arn:old → arn:new.*running ones keep/),
  ]);
  const traced = (enabled: boolean) => ({ tracing_configuration: [{ enabled }] });
  expect(await said(/^tracing/, settings(traced(true), traced(false)))).toEqual([
    expect.stringMatching(/^attention tracing_configuration.enabled changes true → false/),
  ]);
  const key = { encryption_configuration: [{ type: "CUSTOMER_MANAGED_KMS_KEY", kms_key_id: "arn:kms:1" }] };
  const owned = { encryption_configuration: [{ type: "AWS_OWNED_KEY", kms_key_id: "" }] };
  expect(await said(/^encryption/, settings(key, owned))).toEqual([
    expect.stringMatching(/^dangerous .*CUSTOMER_MANAGED_KMS_KEY → AWS_OWNED_KEY/),
  ]);
  expect(await said(/^publish/, settings({ publish: true }, { publish: false }))).toEqual([
    expect.stringMatching(/^attention publish changes true → false/),
  ]);
});

test("what is the default on one side and missing on the other, or computed only, is no change", async () => {
  const rules = /^(type|logging|execution-data|tracing|encryption|publish|role|log-dest)/;
  expect(await said(rules, settings({}, { type: "STANDARD", publish: false, ...logging("OFF") }))).toEqual([]);
  const computed = change("aws_sfn_state_machine.orders", {
    before: { name: "orders", definition: JSON.stringify(DEFINITION), logging_configuration: [{ level: "OFF" }] },
    after: { name: "orders", definition: JSON.stringify(DEFINITION), publish: true },
    afterUnknown: { logging_configuration: true, tracing_configuration: true, state_machine_version_arn: true },
  });
  expect(await said(rules, computed)).toEqual(["safe publish changes false → true: each change becomes a version"]);
});

describe("an alias", () => {
  const ARN = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders";
  const routes = (...weights: [version: number | undefined, weight: number][]) => ({
    name: "live",
    arn: `${ARN}:live`,
    routing_configuration: weights.map(([version, weight]) => ({
      ...(version !== undefined && { state_machine_version_arn: `${ARN}:${version}` }),
      weight,
    })),
  });

  test("that moves all traffic at once, or divides it, says so", async () => {
    const moved = change("aws_sfn_alias.live", { before: routes([3, 100]), after: routes([4, 100]) });
    expect(await said(/^alias/, moved)).toEqual([
      expect.stringMatching(/^attention .*100 % orders:3 → 100 % orders:4: 100 % of new executions .* at once/),
    ]);
    const divided = change("aws_sfn_alias.live", { before: routes([3, 100]), after: routes([3, 90], [4, 10]) });
    expect(await said(/^alias/, divided)).toEqual([expect.stringMatching(/→ 90 % orders:3, 10 % orders:4/)]);
  });

  test("whose version is known only after the apply is no finding, but its weights are", async () => {
    const unknown = (weight: number) =>
      change("aws_sfn_alias.live", {
        before: routes([3, 100]),
        after: routes([undefined, weight]),
        afterUnknown: { routing_configuration: [{ state_machine_version_arn: true }] },
      });
    expect(await said(/^alias/, unknown(100))).toEqual([]);
    expect(await said(/^alias/, unknown(50))).toEqual([expect.stringMatching(/^attention/)]);
  });

  test("that is destroyed or renamed breaks its callers", async () => {
    expect(await said(/^alias/, change("aws_sfn_alias.live", { before: routes([3, 100]) }))).toEqual([
      expect.stringMatching(/^dangerous Alias live is destroyed.*orders:live fail/),
    ]);
    const renamed = change("aws_sfn_alias.live", {
      before: routes([3, 100]),
      after: { ...routes([3, 100]), name: "main" },
      replacePaths: [["name"]],
    });
    expect(await said(/^alias/, renamed)).toEqual([
      expect.stringMatching(/^dangerous .*replaced \(name live → main\)/),
    ]);
  });
});
