import { type Findings, type Pair, problemsOf, totalsOf } from "../../../tools/iam/findings";
import { reportText } from "../../../tools/iam/report";
import { reasonOfWildcard } from "../../../tools/iam/wildcards";
import { reasonedEntry, UNEXERCISED } from "../../../tools/local/unexercised";
import { allow, authorizerOf, QUEUE, ROLE } from "../aws/iam/account";

const [listed] = UNEXERCISED;

/** A pair for a role that may send to a queue. */
function pair(changes: Partial<Pair> = {}): Pair {
  const [right] = authorizerOf({ role: [allow("sqs:SendMessage", QUEUE)] }).rights;
  if (!right) throw new Error("The account has no rights.");
  return {
    right,
    holder: "worker",
    action: "sqs:SendMessage",
    resource: "work",
    neededBy: ["m/S"],
    listed: undefined,
    wildcard: "",
    ...changes,
  };
}

/** One pair, and one for each entry of the list, so that every entry is used. */
function findings(changes: Partial<Pair> = {}): Findings {
  const ofList = UNEXERCISED.map((entry) => pair({ neededBy: [], listed: entry }));
  return { env: "test", pairs: [pair(changes), ...ofList] };
}

describe("the findings about permissions", () => {
  it("report no problem if each permission is needed or listed", () => {
    expect(problemsOf([findings()])).toEqual([]);
  });

  it.each<[string, Partial<Pair>, string]>([
    [
      "is neither needed nor listed",
      { neededBy: [] },
      "test: worker may sqs:SendMessage on work, and nothing needs that.",
    ],
    ["is listed and needed", { listed }, "needed by m/S, but it is listed in tools/local/unexercised.ts"],
    ["has a wildcard without a reason", { wildcard: undefined }, "a wildcard without a reason"],
  ])("report a permission that %s", (_what, changes, problem) => {
    expect(problemsOf([findings(changes)])).toEqual([expect.stringContaining(problem)]);
  });

  it("report an entry that matches no permission of any environment", () => {
    const { env, pairs } = findings();
    const fewer = { env, pairs: pairs.filter((it) => it.listed !== listed) };
    expect(problemsOf([fewer])).toEqual([expect.stringContaining("Remove it.")]);
    expect(problemsOf([fewer, findings()])).toEqual([]);
  });

  it("report no problem for an entry that only other settings need", () => {
    const { env, pairs } = findings();
    const fewer = { env, pairs: pairs.filter(({ listed: entry }) => entry?.dependsOnSettings !== true) };
    expect(fewer.pairs.length).toBeLessThan(pairs.length);
    expect(problemsOf([fewer])).toEqual([]);
  });

  it("are counted", () => {
    const { env, pairs } = findings({ wildcard: "a reason" });
    const idle = pair({ neededBy: [] });
    expect(totalsOf({ env, pairs: [...pairs, idle] })).toEqual({
      granted: UNEXERCISED.length + 2,
      exercised: 1,
      listed: UNEXERCISED.length,
      neither: 1,
      wildcards: { "a reason": 1 },
    });
  });

  it("are printed by holder, with the users of each permission or the reason for it", () => {
    const text = reportText({ env: "test", pairs: [pair(), pair({ action: "sqs:PurgeQueue", neededBy: [] })] });
    expect(text).toMatch(/^worker\n {2}sqs:SendMessage +work +m\/S\n {2}sqs:PurgeQueue +work +\(NOTHING NEEDS IT\)$/m);
    expect(text).toContain("test: 2 pairs granted, 1 exercised, 0 on the reasoned list, 1 neither; 0 with a wildcard");
  });

  it.each([12, 13])("name the first 12 of %i users, a workflow's own states without its name", (count) => {
    const neededBy = Array.from({ length: count }, (_none, index) => `worker/S${index}`);
    const text = reportText({ env: "test", pairs: [pair({ neededBy })] });
    expect(text).toContain(` S0, S1, `);
    expect(text).toContain(count === 12 ? ", S11\n" : ", S11 and 1 more (--json names them)\n");
  });
});

it.each<[string, string, string | undefined]>([
  ["sqs:SendMessage", QUEUE, ""],
  ["sqs:SendMessage", "*", undefined],
  ["sqs:*", QUEUE, undefined],
  ["logs:CreateLogDelivery", "*", "AWS has no resource type for the action"],
  ["s3:GetObject", "arn:aws:s3:::b/lines/*", "objects under one prefix of one bucket, named at run time"],
  ["s3:GetObject", "arn:aws:s3:::b/*", undefined],
])("%s on %s has this reason for a wildcard: %s", async (action, resource, reason) => {
  const right = authorizerOf({ role: [allow(action, resource)] }).rights.find(({ holder }) => holder === ROLE);
  expect(right && (await reasonOfWildcard(right))).toBe(reason);
});

describe("the list of rights that no run here can use", () => {
  const mayStop = "states:StopExecution";
  const executionsOf = (machine: string) => `arn:aws:states:eu-west-1:123456789012:execution:${machine}:*`;

  it.each<[string, string, string, string, boolean]>([
    ["its own executions", mayStop, executionsOf("orders-dev-fulfilment-order-fulfilment"), "order-fulfilment", true],
    ["those of another", mayStop, executionsOf("orders-dev-intake-order-intake"), "order-fulfilment", false],
    ["those of one, from elsewhere", mayStop, executionsOf("orders-dev-fulfilment-order-fulfilment"), "api", false],
    ["the log of a workflow", "logs:PutResourcePolicy", "*", "settle-order", true],
    ["the log of a workflow, from elsewhere", "logs:PutResourcePolicy", "*", "api", false],
    [
      "a function's log, from a workflow",
      "logs:PutLogEvents",
      "arn:aws:logs:r:a:log-group:/aws/lambda/f:*",
      "settle-order",
      false,
    ],
    ["traces, from a pipe", "xray:PutTraceSegments", "*", "hand-over", false],
  ])("covers only what it should: %s", (_what, action, resource, role, expected) => {
    const [right] = authorizerOf({ role: [allow(action, resource)] }).rights;
    if (!right) throw new Error("The account has no rights.");
    const held = { ...right, holder: `arn:aws:iam::123456789012:role/orders-dev-fulfilment-${role}` };
    expect(reasonedEntry(held) !== undefined).toBe(expected);
  });
});
