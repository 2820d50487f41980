import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settle } from "../../tools/review/policies/apply";
import { parseSettings } from "../../tools/review/policies/settings";
import { review } from "../../tools/review/review";
import { change, subject } from "../tools/review/plan-json";

test("the waiver in docs/pipelines.md waives what it says, until its last day", async () => {
  const page = readFileSync(join(__dirname, "../../docs/pipelines.md"), "utf8");
  const [, waivers = ""] = /```json\n(.*?)```/s.exec(page) ?? [];
  const settings = parseSettings("review.json", waivers);
  const plans = subject(change("aws_sqs_queue.old", { before: { name: "old" } }));
  const { findings } = await review(plans);
  const levels = (today: string) => settle(plans, findings, settings, today).findings.map(({ level }) => level);
  expect(findings.map(({ level }) => level)).toContain("dangerous");
  expect(levels("2026-12-31")).not.toContain("dangerous");
  expect(levels("2027-01-01")).toContain("dangerous");
});
