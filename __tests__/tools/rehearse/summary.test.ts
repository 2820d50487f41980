import type { Rehearsal } from "../../../tools/rehearse/rehearse";
import { isAllWell, summaryText } from "../../../tools/rehearse/summary";

const deployed = { step: "deploy", ok: true, result: "247 resources", details: ["orders-dev-data: 19 resources"] };
const changed = {
  step: "second plan",
  ok: false,
  result: "1 changes",
  details: ["orders-dev-data: update aws_kms_key.key"],
};
const rehearsal = (environment: string, ...findings: Rehearsal["findings"]): Rehearsal => ({
  environment,
  findings,
  inPlaceOfMoto: [
    { does: "fixes paths", because: "moto breaks" },
    { does: "reports types", because: "moto forgets them", calls: 2 },
    { does: "never used", because: "nobody called", calls: 0 },
  ],
});
const summary = (...rehearsals: Rehearsal[]) => ({ seed: 7, seconds: 59.6, rehearsals });

it("passes only if every environment has findings and all of them passed", () => {
  expect(isAllWell(summary(rehearsal("dev", deployed), rehearsal("prod", deployed)))).toBe(true);
  expect(isAllWell(summary(rehearsal("dev", deployed), rehearsal("prod", deployed, changed)))).toBe(false);
  expect(isAllWell(summary(rehearsal("dev")))).toBe(false);
});

it("shows each step of each environment, what differs, what was done in place of moto, and how to repeat it", () => {
  const text = summaryText(summary(rehearsal("dev", deployed, changed), rehearsal("prod", deployed)), false);
  expect(text.split("\n")).toEqual([
    "             dev                 prod",
    "deploy       247 resources       247 resources",
    "second plan  DIFFERS: 1 changes  not reached",
    "",
    "In detail:",
    "  dev, deploy: orders-dev-data: 19 resources",
    "  dev, second plan: DIFFERS: orders-dev-data: update aws_kms_key.key",
    "  prod, deploy: orders-dev-data: 19 resources",
    "",
    "Done in place of moto, because moto behaves differently from AWS:",
    "  fixes paths: moto breaks",
    "  reports types: moto forgets them",
    "",
    "Rehearsed in 60 s with --seed 7: something DIFFERS.",
  ]);
});
