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
const waiver: Waiver = { rule: "some-rule", reason: "It is well" };

async function outcome(rule: Rule, ...waivers: Waiver[]) {
  const [judgement] = await judge([stack()], [rule], waivers);
  return judgement === undefined ? undefined : outcomeOf(judgement);
}

describe("a rule", () => {
  it("passes where it finds nothing, and fails where it finds something", async () => {
    expect(await outcome(finding())).toBe("passed");
    expect(await outcome(finding("wrong"))).toBe("failed");
  });

  it("says nothing where there is nothing of its types", async () => {
    expect(await outcome({ ...finding("wrong"), types: ["aws_instance"] })).toBe("nothing to judge");
  });

  it("fails, whatever is waived, when it throws or its promise does", async () => {
    const sync = () => {
      throw new Error("cannot read it");
    };
    const late = () => Promise.reject(new Error("cannot read it"));
    for (const check of [sync, late]) expect(await outcome({ ...finding(), check }, waiver)).toBe("failed");
  });

  it("is not judged on a plan where only the synthesized JSON holds what it reads", async () => {
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
    ["of resources that the pattern means", { resource: "aws_sqs_queue.ord*" }, "waived"],
    ["of several resources, this among them", { resource: ["aws_sqs_queue.other", "aws_sqs_queue.ord*"] }, "waived"],
    ["of several others", { resource: ["aws_sqs_queue.other", "aws_sqs_queue.ord"] }, "failed"],
    ["of a resource whose address only begins so", { resource: "aws_sqs_queue.ord" }, "failed"],
    ["that takes a dot for any character", { resource: "aws_sqs_queue!orders" }, "failed"],
    ["in the environment", { environments: ["dev", "test"] }, "waived"],
    ["in another environment", { environments: ["dev"] }, "failed"],
    ["of what is found", { findings: ["other", "s3:* on \\*"] }, "waived"],
    ["that takes a wildcard that is found for any text", { findings: ["s3:GetObject on *"] }, "failed"],
    ["of a wildcard that is found", { findings: ["s3:* on \\*"] }, "waived"],
    ["of a wildcard that is not found", { findings: ["s3:\\* on \\*"] }, "failed"],
    ["of something else that is found", { findings: ["s3:Get on \\*"] }, "failed"],
  ];

  it.each(cases)("%s", async (_name, part, expected) => {
    expect(await outcome(finding("s3:GetObject on *"), { ...waiver, ...part })).toBe(expected);
  });

  it("of one thing that is found lets no other pass", async () => {
    expect(await outcome(finding("one", "two"), { ...waiver, findings: ["one"] })).toBe("failed");
  });
});

describe("the baseline", () => {
  it("fails with a waiver that nothing needs, where every environment was judged", async () => {
    const waivers = [waiver, { ...waiver, environments: ["gone"] }];
    const options = { rules: [finding("wrong")], waivers };
    const whole = await judgeEnvironments([stack()], { ...options, isWhole: true });
    expect([whole.unused, hasFailed(whole)]).toEqual([[waivers[1]], true]);
    const part = await judgeEnvironments([stack()], { ...options, isWhole: false });
    expect([part.unused, hasFailed(part)]).toEqual([[], false]);
  });

  it("fails where one environment does", async () => {
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
