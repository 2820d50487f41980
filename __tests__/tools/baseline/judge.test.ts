import { hasFailed, judgeEnvironments } from "../../../tools/baseline/baseline";
import { judge, outcomeOf } from "../../../tools/baseline/judge";
import type { Stack } from "../../../tools/baseline/model/stack";
import type { Rule } from "../../../tools/baseline/rule";
import type { Waiver } from "../../../tools/baseline/waiver";
import { stackOf } from "./stacks";

const finding = (...wrongs: string[]): Rule => ({
  id: "some-rule",
  scannerIds: [],
  types: ["aws_sqs_queue"],
  reason: "Reason",
  fix: "Fix",
  check: ({ name }) => (name === "orders" ? wrongs : []),
});
const stack = () => stackOf({ "aws_sqs_queue.orders": {}, "aws_sqs_queue.letters": {} });
const waiver: Waiver = { rule: "some-rule", reason: "It is fine" };

async function outcome(rule: Rule, ...waivers: Waiver[]) {
  const [judgement] = await judge([stack()], [rule], waivers);
  return judgement === undefined ? undefined : outcomeOf(judgement);
}

describe("a rule", () => {
  it("passes if it finds nothing, and fails if it finds something", async () => {
    expect(await outcome(finding())).toBe("passed");
    expect(await outcome(finding("wrong"))).toBe("failed");
  });

  it("judges nothing if there is no resource of its types", async () => {
    expect(await outcome({ ...finding("wrong"), types: ["aws_instance"] })).toBe("nothing to judge");
  });

  it("fails if it throws or its promise is rejected, whatever is waived", async () => {
    const sync = () => {
      throw new Error("cannot read it");
    };
    const late = () => Promise.reject(new Error("cannot read it"));
    for (const check of [sync, late]) expect(await outcome({ ...finding(), check }, waiver)).toBe("failed");
  });

  it("does not judge a plan if only the synthesized JSON holds what it reads", async () => {
    const rule: Rule = { ...finding("wrong"), judgedOn: "synthesis" };
    const [planned] = await judge([asStack({ source: "plan" })], [rule], []);
    expect(planned?.judged).toBe(0);
    expect(await outcome(rule)).toBe("failed");
  });
});

describe("a waiver", () => {
  const cases: readonly (readonly [string, Partial<Waiver>, string])[] = [
    ["of any resource", {}, "waived"],
    ["of another rule", { rule: "other-rule" }, "failed"],
    ["of the resource", { resource: "aws_sqs_queue.orders" }, "waived"],
    ["of resources that the pattern matches", { resource: "aws_sqs_queue.ord*" }, "waived"],
    ["of several resources, this one included", { resource: ["aws_sqs_queue.other", "aws_sqs_queue.ord*"] }, "waived"],
    ["of several others", { resource: ["aws_sqs_queue.other", "aws_sqs_queue.ord"] }, "failed"],
    ["of a resource whose address only begins the same", { resource: "aws_sqs_queue.ord" }, "failed"],
    ["that would treat a dot as any character", { resource: "aws_sqs_queue!orders" }, "failed"],
    ["in the environment", { environments: ["dev", "test"] }, "waived"],
    ["in another environment", { environments: ["dev"] }, "failed"],
    ["of the finding", { findings: ["other", "s3:* on \\*"] }, "waived"],
    ["whose pattern matches any text but not a wildcard in the finding", { findings: ["s3:GetObject on *"] }, "failed"],
    ["of a wildcard in the finding", { findings: ["s3:* on \\*"] }, "waived"],
    ["of a wildcard that is not in the finding", { findings: ["s3:\\* on \\*"] }, "failed"],
    ["of another finding", { findings: ["s3:Get on \\*"] }, "failed"],
  ];

  it.each(cases)("%s", async (_name, part, expected) => {
    expect(await outcome(finding("s3:GetObject on *"), { ...waiver, ...part })).toBe(expected);
  });

  it("of one finding lets no other pass", async () => {
    expect(await outcome(finding("one", "two"), { ...waiver, findings: ["one"] })).toBe("failed");
  });
});

describe("the baseline", () => {
  it("fails with a waiver that nothing needs, if every environment was judged", async () => {
    const waivers = [waiver, { ...waiver, environments: ["gone"] }];
    const options = { rules: [finding("wrong")], waivers };
    const whole = await judgeEnvironments([stack()], { ...options, isWhole: true });
    expect([whole.unused, hasFailed(whole)]).toEqual([[waivers[1]], true]);
    const part = await judgeEnvironments([stack()], { ...options, isWhole: false });
    expect([part.unused, hasFailed(part)]).toEqual([[], false]);
  });

  it("fails if one environment does", async () => {
    const stacks = [stack(), asStack({ environment: "other" })];
    const baseline = await judgeEnvironments(stacks, {
      isWhole: true,
      rules: [finding("wrong")],
      waivers: [{ ...waiver, environments: ["test"] }],
    });
    expect(baseline.environments.map(({ environment }) => environment)).toEqual(["test", "other"]);
    expect(hasFailed(baseline)).toBe(true);
  });
});

function asStack(changed: Partial<Stack>): Stack {
  return Object.assign(stack(), changed);
}
