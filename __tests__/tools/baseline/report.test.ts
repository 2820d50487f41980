import { judgeEnvironments } from "../../../tools/baseline/baseline";
import { report } from "../../../tools/baseline/report";
import type { Rule } from "../../../tools/baseline/rule";
import type { Waiver } from "../../../tools/baseline/waiver";
import { stackOf } from "./stacks";

const rule: Rule = {
  id: "queue-name",
  scannerIds: ["CKV_AWS_0"],
  types: ["aws_sqs_queue"],
  reason: "Nobody finds it",
  fix: "Name it",
  check: () => ["it has no name"],
};
const stack = stackOf({ "aws_sqs_queue.letters": {}, "aws_sqs_queue.orders": {} });
const waiver: Waiver = { rule: "queue-name", resource: "aws_sqs_queue.orders", reason: "Its ARN is enough" };

async function reported(waivers: readonly Waiver[], colour = false): Promise<string> {
  return report(await judgeEnvironments([stack], { isWhole: true, rules: [rule], waivers }), colour);
}

it("reports the counts of outcomes, each waiver with its reason, and each failure with its fix", async () => {
  expect(await reported([waiver])).toBe(
    [
      "test: 1 rules, 0 passed, 0 waived, 1 failed, 0 nothing to judge",
      "",
      "Waived",
      "  queue-name, 1 finding, of aws_sqs_queue.orders",
      "    Its ARN is enough",
      "",
      "Failed",
      "  orders-test-all, aws_sqs_queue.letters: it has no name",
      "    Name it. (queue-name, CKV_AWS_0: Nobody finds it.)",
    ].join("\n"),
  );
});

it("names several resources together if the waiver has a name for them", async () => {
  const several = { ...waiver, resource: ["aws_sqs_queue.orders", "aws_sqs_queue.letters"] };
  expect(await reported([several])).toContain("of aws_sqs_queue.orders, aws_sqs_queue.letters\n");
  expect(await reported([{ ...several, of: "the queues" }])).toContain("2 findings, of the queues\n");
});

it("reports waivers that nothing needs", async () => {
  expect(
    await reported([
      { rule: "queue-name", reason: "It is fine" },
      { ...waiver, environments: ["gone"] },
    ]),
  ).toContain(
    "Waivers that nothing needs any more: remove them from tools/baseline/waivers.ts, then run npm run baseline -- --docs\n" +
      "  queue-name of aws_sqs_queue.orders in gone",
  );
});

it("colours only on request", async () => {
  expect(await reported([])).not.toContain("\u001b");
  expect(await reported([], true)).toContain("\u001b[31m1 failed\u001b[0m");
});
