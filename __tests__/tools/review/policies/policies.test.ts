import { settle } from "../../../../tools/review/policies/apply";
import { parseSettings } from "../../../../tools/review/policies/settings";
import { change, subject } from "../plan-json";
import { finding } from "../report/reports";

const TODAY = "2026-11-28";
const waiver = { rule: "retry-changed", address: "aws_sfn_state_machine.*", reason: "agreed", expires: TODAY };
const dangerous = finding({ level: "dangerous", state: "Charge" });
const settled = (waivers: readonly object[], policies: readonly object[] = [], changes = subject()) =>
  settle(changes, [dangerous], parseSettings("review.json", JSON.stringify({ waivers, policies })), TODAY);

it("waives a finding through the waiver's last day, and keeps its reason", () => {
  expect(settled([waiver])).toEqual({
    findings: [],
    waived: [{ finding: dangerous, reason: "agreed", expires: TODAY }],
    notes: [],
  });
});

it("fails with an expired waiver, which waives nothing", () => {
  const { findings, waived } = settled([{ ...waiver, expires: "2026-11-27" }]);
  expect(waived).toEqual([]);
  expect(findings.map(({ rule, level }) => [rule, level])).toEqual([
    ["retry-changed", "dangerous"],
    ["waiver-expired", "dangerous"],
  ]);
});

it.each([
  { rule: "retry-removed" },
  { address: "aws_sfn_state_machine" },
  { address: "*.order" },
  { state: "Ship" },
  { plan: "other" },
])("waives nothing that differs in %j, and says that the waiver is unused", (other) => {
  const { findings, notes } = settled([{ ...waiver, ...other }]);
  expect(findings).toEqual([dangerous]);
  expect(notes).toHaveLength(1);
});

it("changes the level of a rule, and wants a look at a type", () => {
  expect(settled([], [{ rule: "retry-changed", level: "safe", reason: "idempotent" }]).findings).toEqual([
    { ...dangerous, level: "safe" },
  ]);
  const policies = [{ type: "aws_kms_*", level: "attention", reason: "the owners of keys look" }];
  const { findings } = settled([], policies, subject(change("aws_kms_key.key", { before: {}, after: { a: 1 } })));
  expect(findings[1]).toMatchObject({ rule: "policy", level: "attention", address: "aws_kms_key.key" });
});

it.each([
  ["no reason", '{ "rule": "r", "address": "a", "expires": "2027-01-31" }', "review.json:3: waivers.0.reason"],
  [
    "a blank reason",
    '{ "rule": "r", "address": "a", "reason": " ", "expires": "2027-01-31" }',
    "review.json:3: waivers.0.reason",
  ],
  ["no expiry", '{ "rule": "r", "address": "a", "reason": "x" }', "review.json:3: waivers.0.expires"],
  [
    "no such day",
    '{ "rule": "r", "address": "a", "reason": "x", "expires": "2027-02-30" }',
    "review.json:3: waivers.0.expires",
  ],
  [
    "another field",
    '{ "rule": "r", "address": "a", "reason": "x", "expires": "2027-02-28", "til": 1 }',
    "review.json:3: waivers.0",
  ],
  ["broken JSON", '{ "rule": ', "review.json:"],
])("refuses a waiver with %s, and names the line", (_what, text, message) => {
  expect(() => parseSettings("review.json", `{\n"waivers": [\n${text}\n]\n}`)).toThrow(message);
});
