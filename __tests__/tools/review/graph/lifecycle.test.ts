import { machine } from "../plan-json";
import { found, said } from "./said";

const ONE = { StartAt: "Done", States: { Done: { Type: "Succeed" } } };
const TWO = { StartAt: "Pay", States: { Pay: { Type: "Pass", Next: "Done" }, Done: { Type: "Succeed" } } };
const ADDRESS = "aws_sfn_state_machine.orders";
const RULES = /^(machine|running|definition)-/;

test("a new machine is safe", async () => {
  expect(await said(RULES, machine(ADDRESS, { after: TWO }))).toEqual([
    "safe State machine orders (STANDARD) is created with 2 states",
  ]);
});

// Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
test("a destroyed machine ends its running executions", async () => {
  expect(await said(RULES, machine(ADDRESS, { before: TWO }))).toEqual([
    expect.stringMatching(
      /^dangerous .*destroyed: its running executions end at their next state transition.*arn:aws:states.* fail/,
    ),
  ]);
  expect(await said(RULES, machine(ADDRESS, { before: TWO, attributes: { type: "EXPRESS" } }))).toEqual([
    expect.stringMatching(/running Express executions end, usually within a minute/),
  ]);
});

test("a replaced machine says the attribute that forces it, and a renamed one its old ARN", async () => {
  const renamed = machine(ADDRESS, {
    before: ONE,
    after: ONE,
    attributesAfter: { name: "orders-2" },
    replacePaths: [["name"]],
  });
  expect(await said(RULES, renamed)).toEqual([
    expect.stringMatching(/^dangerous .*orders is replaced because of name orders → orders-2.*running executions end/),
    expect.stringMatching(/^dangerous The name changes orders → orders-2/),
  ]);
});

// Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
test("an update leaves running executions on the old definition, which is said once where states are removed", async () => {
  expect(await said(RULES, machine(ADDRESS, { before: TWO, after: ONE }))).toEqual([
    "safe Running executions keep the definition and role that they started with, so they still run Pay",
  ]);
  expect(await said(RULES, machine(ADDRESS, { before: ONE, after: TWO }))).toEqual([]);
});

describe("a definition", () => {
  test("that is unknown, invalid or left out of the plan is never silently safe", async () => {
    const unknown = machine(ADDRESS, { before: ONE, after: ONE, afterUnknown: { definition: true } });
    expect(await said(RULES, unknown)).toEqual([expect.stringMatching(/^attention The definition of .* is unknown/)]);
    expect(await said(RULES, machine(ADDRESS, { before: ONE, after: "{ StartAt" }))).toEqual([
      expect.stringMatching(/^dangerous The definition is invalid: .*strict JSON/),
    ]);
    const redacted = machine(ADDRESS, { before: ONE, after: ONE, attributesAfter: { definition: null } });
    expect(await said(RULES, redacted)).toEqual([expect.stringMatching(/^attention .*does not contain it/)]);
  });

  test("that is sensitive is compared, but nothing of it is shown", async () => {
    const findings = await found(
      /./,
      machine(ADDRESS, {
        before: TWO,
        after: ONE,
        beforeSensitive: { definition: true },
        afterSensitive: { definition: true },
      }),
    );
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["running-executions-continue", "definition-sensitive"]),
    );
    expect(JSON.stringify(findings)).not.toContain("Pay");
  });

  test("that stays sensitive or unreadable while a tag changes is no finding", async () => {
    const tagged = machine(ADDRESS, {
      before: ONE,
      after: ONE,
      attributesAfter: { tags: { a: "b" } },
      beforeSensitive: { definition: true },
      afterSensitive: { definition: true },
    });
    expect(await said(RULES, tagged)).toEqual([]);
  });
});
