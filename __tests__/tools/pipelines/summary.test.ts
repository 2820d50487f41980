import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MOST_CHARACTERS, summarize } from "../../../tools/pipelines/summary";
import { write } from "./synthesized";

let plans: string;
beforeEach(() => {
  plans = mkdtempSync(join(tmpdir(), "pipelines-summary-"));
});
afterEach(() => rmSync(plans, { recursive: true, force: true }));

type Change = readonly [address: string, actions: readonly string[], mode?: string];

/** The plan of one stack of dev, as `terraform show -json` prints it. */
function planOf(stack: string, ...changes: readonly Change[]): void {
  const resource_changes = changes.map(([address, actions, mode = "managed"]) => ({
    address,
    mode,
    change: { actions },
  }));
  write(join(plans, `dev/${stack}.json`), { format_version: "1.2", resource_changes });
}

function outcomeOf(...stacks: readonly (readonly [stack: string, hasChanges: boolean])[]): void {
  write(join(plans, "dev/outcome.json"), {
    environment: "dev",
    stacks: stacks.map(([stack, hasChanges]) => ({ stack, outcome: "planned", hasChanges })),
  });
}

it("says how many resources of each stack change in which way, and which", () => {
  outcomeOf(["orders-dev-data", true], ["orders-dev-intake", false]);
  planOf(
    "orders-dev-data",
    ["aws_sqs_queue.new", ["create"]],
    ["aws_sqs_queue.same", ["no-op"]],
    ["aws_sqs_queue.changed", ["update"]],
    ["aws_kms_key.other", ["delete", "create"]],
    ["aws_kms_key.first", ["create", "delete"]],
    ["aws_s3_bucket.gone", ["delete"]],
    ["aws_s3_bucket.left", ["forget"]],
    ["data.aws_caller_identity.caller", ["read"], "data"],
  );
  planOf("orders-dev-intake");
  expect(summarize(plans, ["dev"])).toBe(`### dev

**orders-dev-data**: 1 to create, 1 to update, 2 to replace, 1 to destroy, 1 to forget

<details><summary>Resources</summary>

\`\`\`diff
+ aws_sqs_queue.new
~ aws_sqs_queue.changed
± aws_kms_key.other
± aws_kms_key.first
- aws_s3_bucket.gone
x aws_s3_bucket.left
\`\`\`

</details>

**orders-dev-intake**: no changes
`);
});

it("says when only outputs change", () => {
  outcomeOf(["orders-dev-data", true]);
  planOf("orders-dev-data", ["aws_sqs_queue.same", ["no-op"]]);
  expect(summarize(plans, ["dev"])).toContain("**orders-dev-data**: only outputs change\n");
});

it("reports an environment whose job broke off before it planned", () => {
  expect(summarize(plans, ["prod"])).toBe("### prod\n\nIt could not be planned: see the log of its job.\n");
});

it("says that nothing was to be planned", () => {
  expect(summarize(plans, [])).toBe("Nothing that is deployed changes, so no environment was planned.\n");
});

it("stays as short as a comment must be, leaves no stack out, and counts what it does not name", () => {
  const stacks = ["data", "fulfilment", "intake"].map((unit) => `orders-dev-${unit}`);
  outcomeOf(...stacks.map((stack) => [stack, true] as const));
  const address = (index: number) => `aws_sqs_queue.${"q".repeat(90)}_${index}`;
  for (const stack of stacks) {
    planOf(stack, ...Array.from({ length: 1000 }, (_, index) => [address(index), ["create"]] as const));
  }
  const text = summarize(plans, ["dev"]);
  expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(text.length).toBeGreaterThan(MOST_CHARACTERS * 0.9);
  expect(text.match(/: 1000 to create/g)).toHaveLength(3);
  const named = text.match(/^\+ /gm)?.length ?? 0;
  const rests = [...text.matchAll(/\.\.\. and (\d+) more/g)].map(([, count]) => Number(count));
  expect(named + rests.reduce((sum, rest) => sum + rest, 0)).toBe(3000);
});
